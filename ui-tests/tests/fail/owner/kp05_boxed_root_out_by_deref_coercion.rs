use memscope::{Kept, MemBox};

fn value(kept: &mut Kept<MemBox<'static, u32>>) -> &'static mut u32 {
    kept.with_mut(|root, _| root)
}

fn main() {
    let _ = value;
}
