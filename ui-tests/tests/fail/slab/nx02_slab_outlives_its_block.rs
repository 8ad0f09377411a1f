use memscope::{MemCx, MemSlab, slab};

fn put<'mcx>(kept: &mut Option<MemSlab<'mcx, i32>>, cx: MemCx<'mcx>) {
    slab!(numbers in cx);
    *kept = Some(numbers);
}

fn main() {
    let _ = put;
}
