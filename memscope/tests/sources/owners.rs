//! Owners whose memory is a source's, as a foreign runtime keeps them.

use std::alloc::Layout;
use std::cell::Cell;
use std::hint::black_box;
use std::mem::size_of;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::ptr::NonNull;
use std::rc::Rc;
use std::thread;

use memscope::source::{Failing, Heap, Limited, Request, Source};
use memscope::{AllocError, Keepable, KeptOn, MemBox};

use crate::common::{Log, Loud, balanced, user_code, with_panic_at};
use crate::lab::Lab;

#[derive(Keepable)]
struct Tree<'mcx> {
    name: &'mcx str,
    parts: &'mcx [&'mcx str],
    _own: MemBox<'mcx, Loud>,
}

fn tree<S: Source + 'static>(source: S, log: &Log, text: &str) -> Result<KeptOn<Tree<'static>, S>, AllocError> {
    KeptOn::try_new(source, |cx| {
        let name: &str = cx.try_alloc_str(text)?;
        cx.try_adopt(log.loud(2))?;
        let parts = cx.try_alloc_slice_copy(&[name; 100])?;
        Ok(Tree { name, parts, _own: cx.try_boxed(log.loud(1))? })
    })
}

#[test]
fn pg15_an_owner_on_a_source_gives_everything_back() {
    for objects in [false, true] {
        let log = Log::default();
        let mut owner = tree(Lab::new(objects, 7), &log, "beech").unwrap();
        assert!(owner.with(|tree| tree.parts.iter().all(|part| *part == "beech")));
        owner.with_mut(|tree, cx| tree.name = cx.alloc_fmt(format_args!("{} tree", tree.name)));
        assert_eq!(owner.with(|tree| tree.name.len()), 10);
        assert!(owner.source().blocks() > if objects { 5 } else { 1 });
        assert_eq!(log.take(), []);
        drop(owner); // the lab looks itself whether it has everything
        assert_eq!(log.take(), [1, 2], "the root, then what was adopted");
    }
}

#[test]
fn pg15_an_owner_is_one_pointer() {
    assert_eq!(size_of::<KeptOn<Tree<'static>, Lab>>(), size_of::<usize>());
    let log = Log::default();
    let raw = tree(Lab::new(true, 0), &log, "ash").unwrap().into_raw();
    assert_eq!(log.take(), []);
    // SAFETY: the pointer was just made.
    let owner = unsafe { KeptOn::<Tree<'static>, Lab>::from_raw(raw) };
    assert_eq!(owner.with(|tree| tree.name.len()), 3);
    let name = thread::spawn(move || owner.with(|tree| tree.name.to_owned())).join().unwrap();
    assert_eq!((name.as_str(), log.take()), ("ash", vec![1, 2]));
}

#[test]
fn pg15_an_owner_that_is_refused_memory_leaves_nothing() {
    for objects in [false, true] {
        let log = Log::default();
        let mut refusals = 0;
        let made = (0..).find_map(|n| {
            let owner = tree(Failing::from(Lab::new(objects, 0), n), &log, "oak");
            refusals += usize::from(owner.is_err());
            owner.ok()
        });
        assert!(refusals > 1, "the owner's own block, and more");
        log.take();
        drop(made);
        assert_eq!(log.take(), [1, 2]);
    }
    let error = tree(Limited::new(Heap, 10), &Log::default(), "oak").err().unwrap();
    assert!(error.to_string().contains("KeptOn"), "{error}");
}

#[test]
fn pg15_an_owner_survives_panics_of_what_it_runs() {
    struct Bomb(#[allow(dead_code)] Loud);
    impl Drop for Bomb {
        fn drop(&mut self) {
            user_code();
        }
    }
    #[derive(Keepable)]
    struct Root<'mcx>(#[allow(dead_code)] MemBox<'mcx, Bomb>, &'mcx u8);

    for objects in [false, true] {
        let log = Log::default();
        let all = || {
            let owner: KeptOn<Root<'static>, Lab> = KeptOn::new(Lab::new(objects, 0), |cx| {
                user_code();
                cx.adopt(Bomb(log.loud(2)));
                cx.defer(user_code);
                Root(cx.boxed(Bomb(log.loud(1))), cx.alloc(7))
            });
            assert_eq!(owner.with(|root| *root.1), 7);
        };
        let calls = with_panic_at(usize::MAX, all).1;
        assert_eq!((calls, log.take()), (4, vec![1, 2]));
        for n in 0..calls {
            assert!(with_panic_at(n, all).0);
            assert_eq!(log.take(), if n == 0 { vec![] } else { vec![1, 2] });
        }
    }
}

/// Aligned beyond what a source gives, with a destructor, on a thread of its own.
#[repr(align(256))]
struct Wide {
    live: Rc<Cell<isize>>,
}

impl Drop for Wide {
    fn drop(&mut self) {
        assert_eq!(self.live.replace(-1), 0, "dropped once, when everything is back");
    }
}

// SAFETY: the heap's blocks; counting does not move them.
unsafe impl Source for Wide {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        assert!(black_box(&raw const *self).addr().is_multiple_of(256));
        self.live.set(self.live.get() + 1);
        Heap.get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        self.live.set(self.live.get() - 1);
        // SAFETY: passed on.
        unsafe { Heap.put(block, layout) }
    }
}

#[test]
fn pg15_a_source_in_an_owner_is_aligned_and_dropped_last() {
    balanced(|| {
        let live = Rc::new(Cell::new(0));
        let owner = KeptOn::<&'static str, _>::new(Wide { live: live.clone() }, |cx| &*cx.alloc_str("wide"));
        assert!(black_box(&raw const *owner.source()).addr().is_multiple_of(256));
        assert_eq!((format!("{owner:?}"), live.get()), ("\"wide\"".to_owned(), 2));
        drop(owner);
        assert_eq!(live.get(), -1);
    });
}

#[test]
fn pg15_an_owner_that_cannot_be_made_drops_its_source() {
    let live = Rc::new(Cell::new(0));
    let made = catch_unwind(AssertUnwindSafe(|| {
        KeptOn::<&'static str, _>::new(Wide { live: live.clone() }, |_| std::panic::resume_unwind(Box::new("no root")))
    }));
    assert!(made.is_err());
    assert_eq!(live.get(), -1);
}
