use memscope::scope;

fn main() {
    let heap = Vec::<u8>::new();
    scope!(tmp in heap);
    tmp.alloc(7);
}
