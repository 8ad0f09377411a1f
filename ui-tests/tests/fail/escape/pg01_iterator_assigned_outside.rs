use memscope::scope;

fn main() {
    let numbers;
    {
        scope!(cx);
        numbers = cx.alloc_slice_copy(&[1, 2, 3]).iter();
    }
    println!("{}", numbers.len());
}
