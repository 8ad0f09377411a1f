use memscope::{MemCx, scope, scoped};

#[scoped(tmp in cx)]
fn copy<'mcx>(cx: MemCx<'mcx>, numbers: &[u32]) -> &'mcx [u32] {
    tmp.alloc_slice_copy(numbers)
}

fn main() {
    scope!(cx);
    copy(cx, &[1, 2]);
}
