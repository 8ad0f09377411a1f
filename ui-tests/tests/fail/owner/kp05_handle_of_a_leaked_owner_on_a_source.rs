// The lifetime of an owner on a source is equal to no other, even if it was leaked.
use memscope::source::Heap;
use memscope::{KeptOn, MemCx, MemVec};

fn handle() -> MemCx<'static> {
    let owner: &'static mut KeptOn<MemVec<'static, u8>, Heap> = Box::leak(Box::new(KeptOn::new(Heap, |cx| cx.vec())));
    owner.with_mut(|_, cx| cx)
}

fn main() {
    println!("{}", handle().alloc(1));
}
