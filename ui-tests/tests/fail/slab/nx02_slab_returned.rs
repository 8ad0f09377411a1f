use memscope::{MemCx, MemSlab, slab};

fn numbers<'mcx>(cx: MemCx<'mcx>) -> MemSlab<'mcx, i32> {
    slab!(mut numbers in cx);
    numbers.push(1);
    numbers
}

fn main() {
    let _ = numbers;
}
