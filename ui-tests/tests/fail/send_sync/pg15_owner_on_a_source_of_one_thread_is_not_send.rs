use std::alloc::Layout;
use std::ptr::NonNull;
use std::rc::Rc;

use memscope::KeptOn;
use memscope::source::{Heap, Request, Source};

struct Local(#[allow(dead_code)] Rc<()>);

unsafe impl Source for Local {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        Heap.get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        unsafe { Heap.put(block, layout) }
    }
}

fn needs_send<T: Send>() {}

fn main() {
    needs_send::<KeptOn<&'static str, Heap>>();
    needs_send::<KeptOn<&'static str, Local>>();
}
