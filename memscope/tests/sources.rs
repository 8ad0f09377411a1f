//! Scopes on sources of their own.

use std::alloc::{Layout, alloc, dealloc};
use std::cell::Cell;
use std::ptr::NonNull;

use memscope::__private as p;
use memscope::source::{Request, Source};

#[derive(Default)]
struct Counting {
    live: Cell<usize>,
    gets: Cell<usize>,
    objects: bool,
}

unsafe impl Source for Counting {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let layout = request.layout();
        let block = NonNull::new(unsafe { alloc(layout) })?;
        self.live.set(self.live.get() + layout.size());
        self.gets.set(self.gets.get() + 1);
        Some(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        self.live.set(self.live.get() - layout.size());
        unsafe { dealloc(block.as_ptr(), layout) };
    }

    fn sees_objects(&self) -> bool {
        self.objects
    }
}

macro_rules! scope_on {
    ($cx:ident, $source:expr) => {
        let supply = p::Supply::new($source, const { &p::Site::new("on", file!(), line!()) });
        let $cx = p::Region::on(&supply);
        let end = unsafe { p::ScopeEnd::new(&$cx) };
        let $cx = p::ScopeEnd::cx(&end);
    };
}

#[test]
fn cx02_containers_on_a_source() {
    for objects in [false, true] {
        let source = Counting { objects, ..Counting::default() };
        {
            scope_on!(cx, &source);
            let mut list = cx.vec();
            for i in 0..1000_u64 {
                list.push(cx.alloc(i));
                let boxed = cx.boxed([i; 4]);
                cx.free(boxed);
            }
            assert!(list.iter().enumerate().all(|(i, value)| **value == i as u64));
            let text = cx.alloc_fmt(format_args!("{:?}", &list[..3]));
            assert_eq!(text, "[0, 1, 2]");
            cx.adopt(String::from("dropped"));
            {
                memscope::scope!(inner in cx);
                inner.alloc([1_u8; 5000]);
                inner.adopt(vec![1]);
            }
            assert!(source.live.get() > 8000);
        }
        assert_eq!(source.live.get(), 0);
        assert_eq!(source.gets.get() > 1000, objects);
    }
}
