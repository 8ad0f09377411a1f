use memscope::scope;

fn main() {
    let limit: u64 = 64;
    scope!(cx, limit = limit);
    cx.alloc(7);
}
