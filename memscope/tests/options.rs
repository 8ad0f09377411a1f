//! The header's options that say where a scope's memory comes from, together.

use std::alloc::{Layout, alloc, dealloc};
use std::cell::Cell;
use std::ptr::NonNull;

use memscope::source::{Request, Source};
use memscope::{Cause, scope, scoped};

#[derive(Default)]
struct Counting {
    live: Cell<usize>,
    gets: Cell<usize>,
    objects: bool,
}

// SAFETY: the contract of `GlobalAlloc`.
unsafe impl Source for Counting {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let layout = request.layout();
        // SAFETY: the size of a request is not zero.
        let block = NonNull::new(unsafe { alloc(layout) })?;
        self.live.set(self.live.get() + layout.size());
        self.gets.set(self.gets.get() + 1);
        Some(NonNull::slice_from_raw_parts(block, layout.size()))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        self.live.set(self.live.get() - layout.size());
        // SAFETY: allocated above with this layout.
        unsafe { dealloc(block.as_ptr(), layout) };
    }

    fn sees_objects(&self) -> bool {
        self.objects
    }
}

#[test]
fn cx02_a_limit_a_frame_and_recycling_on_a_source() {
    for objects in [false, true] {
        let source = Counting { objects, ..Counting::default() };
        {
            scope!(cx, from = &source, inline = 256, limit = 4000, recycle);
            assert_eq!(source.gets.get(), 0);
            let first = cx.boxed([1_u64; 4]);
            let second = cx.boxed([2_u64; 4]);
            // A source that sees objects sees all of them, also those that would have had room in the frame.
            assert_eq!(source.gets.get() > 1, objects);
            cx.free(first);
            assert_eq!((*second, cx.alloc_str("text").len()), ([2; 4], 4));
            assert_eq!(cx.try_alloc_slice_default::<u8>(4000).unwrap_err().cause(), Cause::Limit);
            cx.alloc_slice_default::<u8>(3800);
        }
        assert_eq!(source.live.get(), 0);
    }
}

#[test]
fn cx02_a_source_may_be_a_value_a_temporary_or_a_reference() {
    scope!(value, from = Counting::default());
    scope!(temporary, from = &Counting::default());
    let source = Counting::default();
    let by_name: &dyn Source = &source;
    scope!(object, from = by_name);
    assert_eq!(*value.alloc(1) + *temporary.alloc(2) + *object.alloc(3), 6);
}

#[scoped(from = source, limit = 1 << 16)]
fn total(source: &impl Source, numbers: &str) -> usize {
    cx.alloc_iter(numbers.split(' ').map(|number| number.len())).iter().sum()
}

#[test]
fn cx02_a_function_on_the_callers_source() {
    let source = Counting::default();
    assert_eq!(total(&source, "a list of words"), 12);
    assert_eq!((source.live.get(), source.gets.get()), (0, 1));
}
