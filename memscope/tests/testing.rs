//! What the module `testing` finds, and what it does not.
#![cfg(feature = "testing")]

use std::alloc::{GlobalAlloc, Layout};
use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering::Relaxed};
use std::{ptr, thread};

use memscope::testing::{
    CountingAlloc, Oom, Verdict, assert_balanced, assert_no_heap, each_oom, try_each_oom, unreleased,
};
use memscope::{AllocError, Loose, MemCx, keep, scope, scoped};

#[global_allocator]
static HEAP: CountingAlloc = CountingAlloc::new();

fn panic_text<R>(f: impl FnOnce() -> R) -> String {
    let Err(payload) = catch_unwind(AssertUnwindSafe(f)) else { panic!("it did not panic") };
    *payload.downcast::<String>().unwrap()
}

fn found(body: impl FnMut(MemCx<'_>) -> Result<(), AllocError>) -> Oom {
    try_each_oom(body).unwrap_err()
}

/// Sound in every respect: values, containers that grow, inner scopes, transactions, adopted values.
#[scoped(tmp in cx)]
fn sound(cx: MemCx<'_>) -> Result<(), AllocError> {
    let mut list = cx.vec();
    for n in 0..20_u64 {
        list.try_push(tmp.try_alloc(n)?)?;
    }
    cx.try_adopt(String::from("dropped"))?;
    let text = cx.transaction::<&'static str, _>(|tx, _| Ok::<_, AllocError>(&*tx.try_alloc_str("text")?))?;
    tmp.try_alloc_str(text)?;
    Loose::release(keep!(1));
    Ok(())
}

#[test]
fn cx11_a_sound_body_passes_and_its_allocations_are_counted() {
    let allocations = each_oom(sound);
    assert!((20..60).contains(&allocations), "{allocations}");
    assert_eq!(each_oom(|_| Ok::<_, ()>(())), 0);
    let one_vector = each_oom(|cx| cx.vec::<u64>().try_extend_from_slice(&[1, 2, 3]));
    assert_eq!(one_vector, 1);
}

#[test]
fn cx11_a_swallowed_error_is_found() {
    let oom = found(|cx| {
        cx.try_alloc(1)?;
        let _ = cx.try_alloc([0_u64; 3]);
        cx.try_alloc(2)?;
        Ok(())
    });
    assert_eq!((oom.verdict(), oom.allocation(), oom.scope()), (Verdict::Swallowed, 1, Some("each_oom")));
    assert_eq!(oom.layout(), Some(Layout::new::<[u64; 3]>()));
    let text = oom.to_string();
    assert!(text.starts_with("the body returned `Ok` when allocation 2 of 3 was refused: 24 bytes (align 8) in scope"));
}

#[test]
fn cx11_a_container_that_makes_do_with_less_swallows_nothing() {
    each_oom(|cx| {
        let mut list = cx.vec::<u64>();
        (0..100).try_for_each(|n| list.try_push(n))
    });
    // Room for what an iterator promises is asked for first, then for what it gives.
    assert_eq!(each_oom(|cx| cx.try_alloc_iter(0..100).map(|_| ())), 1);
    each_oom(|cx| cx.try_alloc_iter((0..100).chain((0..100).filter(|n| n % 2 == 0))).map(|_| ()));
}

#[test]
fn cx11_a_panic_is_found() {
    let oom = found(|cx| {
        cx.try_alloc(1)?;
        cx.alloc_str("the form without `try_`");
        Ok(())
    });
    assert_eq!((oom.verdict(), oom.allocation()), (Verdict::Panicked, 1));
}

#[test]
fn cx11_a_body_that_does_something_else_each_time_is_found() {
    let runs = Cell::new(0);
    let more = |cx: MemCx<'_>| {
        runs.set(runs.get() + 1);
        cx.try_alloc_uninit_slice::<u8>(runs.get()).map(|_| ())
    };
    assert_eq!(found(more).verdict(), Verdict::Nondeterministic);
    runs.set(0);
    let fewer = |cx: MemCx<'_>| {
        runs.set(runs.get() + 1);
        if runs.get() == 1 { cx.try_alloc(1).map(|_| ()) } else { Ok(()) }
    };
    assert_eq!(found(fewer).verdict(), Verdict::Nondeterministic);
}

/// What is left behind on purpose stays reachable, so that a leak checker finds nothing.
fn remember<T: ?Sized>(left: *const T) {
    static LEFT: [AtomicPtr<()>; 16] = [const { AtomicPtr::new(ptr::null_mut()) }; 16];
    static COUNT: AtomicUsize = AtomicUsize::new(0);
    LEFT[COUNT.fetch_add(1, Relaxed)].store(left.cast::<()>().cast_mut(), Relaxed);
}

#[test]
fn cx11_what_is_left_behind_is_found() {
    let line = line!() + 2;
    let loose = found(|cx| {
        let kept = keep!(1);
        remember(&raw const *kept);
        cx.try_alloc(1)?;
        Loose::release(kept);
        Ok(())
    });
    assert_eq!((loose.verdict(), loose.allocation(), loose.kept()), (Verdict::Leak, 0, Some((file!(), line))));
    assert!(loose.to_string().ends_with(&format!("; a value is kept by hand at {}:{line}", file!())), "{loose}");
    let mut forgotten = Vec::with_capacity(100);
    let heap = found(|cx| {
        forgotten.push(Box::new(1));
        cx.try_alloc(1)?;
        Ok(())
    });
    assert_eq!((heap.verdict(), heap.kept()), (Verdict::Leak, None));
    let scope = found(|cx| {
        let inner = Box::pin(async move {
            scope!(inner in cx);
            inner.try_alloc(1).map(|_| ())?;
            std::future::pending::<Result<(), AllocError>>().await
        });
        remember(&raw const *inner);
        let mut inner = std::mem::ManuallyDrop::new(inner);
        let mut polled = std::task::Context::from_waker(std::task::Waker::noop());
        match inner.as_mut().poll(&mut polled) {
            std::task::Poll::Ready(result) => result,
            std::task::Poll::Pending => Ok(()),
        }
    });
    assert_eq!(scope.verdict(), Verdict::Leak);
}

#[test]
fn cx11_a_body_that_fails_by_itself_is_told() {
    let oom = try_each_oom(|_| Err::<(), _>(())).unwrap_err();
    assert_eq!((oom.verdict(), oom.layout()), (Verdict::Failed, None));
    let text = panic_text(|| each_oom(|_| Err::<(), _>(())));
    assert_eq!(text, "the body fails though it was refused nothing");
}

#[test]
fn pg17_heap_use_in_a_critical_section_is_found() {
    assert_eq!(assert_no_heap(|| 5), 5);
    let mut list = Vec::with_capacity(2);
    assert_no_heap(|| list.extend([1, 2]));
    let text = panic_text(|| assert_no_heap(|| list.push(3)));
    assert!(text.starts_with("the heap was asked 1 times where it must not be, first for "), "{text}");
    let text = panic_text(|| {
        assert_no_heap(|| {
            let nested = catch_unwind(AssertUnwindSafe(|| assert_no_heap(|| drop(Box::new([0_u16; 3])))));
            drop((nested.is_err(), Box::new([0_u64; 9])));
        });
    });
    assert!(text.ends_with("6 bytes (align 2)"), "the first of all: {text}");
    drop(assert_no_heap(|| list)); // giving back is allowed
}

#[cfg(not(feature = "checked"))]
#[test]
fn pg17_a_scope_with_memory_at_hand_may_be_used_in_a_critical_section() {
    scope!(cx);
    cx.alloc(1);
    assert_no_heap(|| {
        cx.free(cx.boxed(2));
        scope!(tmp in cx);
        tmp.alloc([1_u64; 50]);
    });
    let text = panic_text(|| assert_no_heap(|| cx.alloc_uninit_slice::<u8>(100_000).len()));
    assert!(text.contains("asked 1 times"), "{text}");
}

#[test]
fn pg17_counting_passes_everything_on() {
    let heap = CountingAlloc::over(std::alloc::System);
    let layout = Layout::new::<[u64; 2]>();
    // SAFETY: the contract of an allocator is kept: each block has the layout with which it is given back.
    unsafe {
        let block = heap.alloc_zeroed(layout);
        assert_eq!(block.cast::<[u64; 2]>().read(), [0; 2]);
        let block = heap.realloc(block, layout, 64);
        heap.dealloc(block, Layout::from_size_align(64, 8).unwrap());
    }
}

#[test]
fn cx10_what_is_left_in_a_scope_is_found() {
    scope!(cx, name = "outer");
    let sound = || {
        assert_balanced(cx, || {
            cx.free(cx.boxed(1));
            scope!(tmp in cx);
            tmp.alloc([1_u64; 50]);
        });
    };
    sound(); // before the first chunk
    cx.alloc(1);
    sound();
    let text = panic_text(|| assert_balanced(cx, || *cx.alloc(7_u64)));
    assert!(
        text.starts_with("scope `outer` holds +") && text.ends_with("after what should leave nothing in it"),
        "{text}"
    );
    let text = panic_text(|| assert_balanced(cx, || cx.adopt(1)));
    assert!(text.contains("holds +"), "{text}");
    let boxed = cx.boxed(5);
    let text = panic_text(|| assert_balanced(cx, move || cx.free(boxed)));
    assert!(text.contains("holds -"), "{text}");
    scope!(inner in cx);
    assert_balanced(inner, || inner.free(inner.boxed(1)));
    assert_balanced(cx, || *inner.alloc(1));
}

#[test]
fn cx10_values_that_are_kept_by_hand_are_counted_and_listed() {
    scope!(cx);
    assert_balanced(cx, || Loose::release(keep!(1)));
    let mut kept = Vec::new();
    let text = panic_text(|| {
        assert_balanced(cx, || {
            Loose::release(keep!(0));
            kept.push(keep!(1));
            kept.push(keep!(2));
        });
    });
    let places = [(file!(), line!() - 4), (file!(), line!() - 3)];
    assert_eq!(text, format!("+2 values are kept by hand after what should leave none; new are {places:?}"));
    assert_eq!(unreleased(), places);
    thread::scope(|threads| {
        threads.spawn(|| {
            assert!(unreleased().is_empty(), "the list is the thread's own");
            let here = keep!(());
            Loose::release(kept.pop().unwrap());
            assert_eq!(unreleased(), [(file!(), line!() - 2)]);
            let _: &mut () = Loose::leak(here);
            assert!(unreleased().is_empty(), "what is leaked on purpose is not missing");
        });
    });
    assert_eq!(unreleased(), places[..1]);
    let text = panic_text(|| assert_balanced(cx, || Loose::release(kept.pop().unwrap())));
    assert_eq!(text, "-1 values are kept by hand after what should leave none; new are []");
}
