//! Each source alone, and composed: the same work on all of them, after which everything was given back.

use std::cell::RefCell;
use std::fmt::Write;
use std::mem::MaybeUninit;
use std::num::NonZeroU64;

#[cfg(feature = "allocator-api2")]
use memscope::source::FromAllocator;
#[cfg(feature = "malloc")]
use memscope::source::Malloc;
#[cfg(all(feature = "pages", unix, not(miri)))]
use memscope::source::Pages;
use memscope::source::{
    Buffer, Checked, Failing, First, Heap, Limited, Logging, Source, Static, Taken, Thread, Tracking,
};
use memscope::{MemCx, scope, with_scope, with_scope_on};

use crate::common::{balanced, measure};
use crate::lab::Lab;
use crate::scope_on;
use crate::work::all_kinds;

/// The largest block that the work asks for, in bytes.
const HUGE: usize = 100_000;
/// As much as the work needs in all, in bytes, however badly it fits.
const PLENTY: usize = 8 << 20;

static SHARED: Static<PLENTY> = Static::new();

/// The static buffer, when another test is done with it.
fn shared() -> Taken<'static> {
    loop {
        match SHARED.take() {
            Some(taken) => return taken,
            None => std::thread::yield_now(),
        }
    }
}

fn bytes() -> Vec<MaybeUninit<u8>> {
    vec![MaybeUninit::uninit(); PLENTY]
}

/// Calls `f` with every source there is.
pub(crate) fn each(f: impl Fn(&str, &dyn Source)) {
    balanced(|| each_kind(f));
}

fn each_kind(f: impl Fn(&str, &dyn Source)) {
    let call = |name: &str, source: &dyn Source| {
        let tracking = Tracking::new(source);
        f(name, source);
        f(name, &tracking);
        let total = tracking.total();
        assert!(total.requests > 0 && total.peak > 0, "{name}: {total}");
        assert_eq!((total.live, total.blocks), (0, 0), "{name}");
        assert!(tracking.places().all(|place| place.usage.live == 0));
        assert_eq!(tracking.places().map(|place| place.usage.requests).sum::<usize>(), total.requests);
    };
    call("heap", &Heap);
    call("thread", &Thread);
    #[cfg(feature = "malloc")]
    call("malloc", &Malloc);
    #[cfg(all(feature = "pages", unix, not(miri)))]
    {
        call("pages", &Pages::new());
        call("guarded pages", &Pages::new().with_guards());
        call("huge pages", &Pages::new().with_huge_pages());
        call("both", &Pages::new().with_huge_pages().with_guards());
        call("limited(tracking(pages))", &Limited::new(Tracking::new(Pages::new()), PLENTY));
    }
    #[cfg(feature = "allocator-api2")]
    call("an allocator", &FromAllocator(allocator_api2::alloc::Global));
    call("buffer", &Buffer::new(&mut bytes()));
    call("buffer, not aligned", &Buffer::new(&mut bytes()[3..]));
    call("static", &shared());
    for objects in [false, true] {
        for extra in [0, 100, 5000] {
            call("lab", &Lab::new(objects, extra));
        }
        let lab = Lab::new(objects, 0);
        {
            scope_on!(parent, &lab);
            call("parent", &parent);
            call("limited(parent)", &Limited::new(parent, PLENTY));
            #[cfg(feature = "allocator-api2")]
            call("a parent as an allocator", &FromAllocator(parent));
            scope!(inner in parent, limit = PLENTY);
            call("a parent with a limit", &inner);
            let first = First::new(inner, parent);
            scope_on!(grandchild, &first);
            call("a parent on a parent", &grandchild);
        }
    }
    with_scope(|parent| call("parent on the default", &parent));
    call("first(buffer, heap)", &First::new(Buffer::new(&mut bytes()[..5000]), Heap));
    call("first(empty buffer, heap)", &First::new(Buffer::new(&mut []), Heap));
    call("first(limited(thread), static)", &First::new(Limited::new(Thread, 10_000), shared()));
    let lab = Lab::new(true, 100);
    let small = Limited::new(&lab, 10_000);
    let (mut a, mut b) = (bytes(), bytes());
    let buffers = First::new(Buffer::new(&mut a[..4096]), Buffer::new(&mut b[..10_000]));
    call("first(first(buffer, buffer), first(lab, heap))", &First::new(buffers, First::new(&small, Heap)));
    call("checked(heap)", &Checked::new(Heap));
    call(
        "checked(first(buffer, lab))",
        &Checked::new(First::new(Buffer::new(&mut bytes()[..5000]), Lab::new(true, 100))),
    );
    call("tracking(checked(checked(thread)))", &Tracking::new(Checked::new(Checked::new(Thread))));
    let log = RefCell::new(String::new());
    call(
        "logging(failing(heap))",
        &Logging::new(Failing::at(Heap, usize::MAX), |event| {
            writeln!(log.borrow_mut(), "{event}").unwrap();
        }),
    );
    assert!(!log.borrow().contains("none"));
}

#[test]
fn al01_the_same_work_on_every_source() {
    each(|name, source| {
        for _ in 0..3 {
            with_scope_on(source, |cx| all_kinds(cx, HUGE)).unwrap_or_else(|error| panic!("{name}: {error}"));
        }
    });
}

#[test]
fn al02_scopes_on_one_source_at_once() {
    each(|name, source| {
        let tracking = Tracking::new(source);
        {
            scope_on!(a, &tracking);
            let first = a.alloc_iter(0..100_u64);
            scope_on!(b, &tracking, PLENTY);
            let second = b.alloc_iter(100..200_u64);
            all_kinds(a, 5000).unwrap();
            all_kinds(b, 5000).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(first.iter().chain(second.iter()).copied().eq(0..200), "{name}");
            assert!(b.try_alloc_uninit_slice::<u8>(PLENTY).is_err(), "{name}");
        }
        assert_eq!(tracking.total().live, 0);
        assert!(["a", "b"].iter().all(|scope| tracking.places().any(|place| place.scope == *scope)));
    });
}

#[test]
fn al01_the_heap_is_asked_for_what_the_scope_needs() {
    let (_, used) = measure(|| {
        with_scope_on(Heap, |cx| {
            let (_, used) = measure(|| *cx.alloc(1));
            assert_eq!((used.requests, used.chunks), (1, 1));
        });
    });
    assert_eq!((used.requests, used.held), (1, 0));
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn cx05_the_threads_cache_serves_the_next_scope() {
    let round = || with_scope_on(Thread, |cx| cx.alloc_slice_default::<u8>(1000).len());
    balanced(|| {
        round(); // the first chunk of a thread goes to the heap's list, and the slot is opened
        let (_, used) = measure(|| (0..100).for_each(|_| assert_eq!(round(), 1000)));
        assert_eq!(used.requests, 0);
        let (_, used) = measure(|| with_scope(|cx| *cx.alloc(1))); // a plain scope finds the same chunk
        assert_eq!(used.requests, 0);
    });
}

#[test]
fn al01_a_buffer_can_be_used_again_and_again() {
    for len in [300, 1024, 4096, 10_000, 100_000] {
        let mut bytes = vec![MaybeUninit::uninit(); len];
        let buffer = Buffer::new(&mut bytes);
        let fill = |cx: MemCx<'_>| (0..).take_while(|_| cx.try_alloc_str("x").is_ok()).count();
        let most = with_scope_on(&buffer, fill);
        assert!(most > len * 4 / 5 - 200, "{most} of {len} bytes");
        for _ in 0..10 {
            assert_eq!(with_scope_on(&buffer, fill), most);
        }
        {
            // Scopes whose chunks are not given back in the order in which they were taken.
            scope_on!(a, &buffer);
            let _ = a.try_alloc([1_u8; 64]);
            with_scope_on(&buffer, |b| {
                let _ = b.try_alloc([2_u8; 64]);
                let _ = a.try_alloc_slice_default::<u8>(len / 4);
            });
            let _ = a.try_alloc_slice_default::<u8>(len / 4);
        }
        assert_eq!(with_scope_on(&buffer, fill), most);
        // It may be moved when no scope is open on it.
        let buffer = Box::new(buffer);
        assert_eq!(with_scope_on(&*buffer, fill), most);
    }
}

#[test]
fn al01_nothing_but_a_buffer() {
    let mut bytes = bytes();
    let buffer = Buffer::new(&mut bytes);
    let (_, used) = measure(|| {
        with_scope_on(&buffer, |cx| {
            let list = cx.alloc_iter((0..1000_u64).filter(|n| n % 3 == 0));
            let text = cx.alloc_fmt(format_args!("{}", list.len()));
            scope!(inner in cx);
            inner.alloc_str(text);
        });
    });
    assert_eq!(used.requests, 0);
}

#[test]
fn al01_a_static_has_one_user_at_a_time() {
    static BUFFER: Static<1000> = Static::new();
    let taken = BUFFER.take().unwrap();
    assert!(BUFFER.take().is_none());
    std::thread::scope(|threads| {
        threads.spawn(|| assert!(BUFFER.take().is_none()));
    });
    assert_eq!(with_scope_on(&taken, |cx| *cx.alloc(1)), 1);
    drop(taken);
    std::mem::forget(BUFFER.take().unwrap());
    assert!(BUFFER.take().is_none());
}

#[test]
fn al03_a_parent_pays_for_its_childs_memory() {
    let lab = Lab::new(false, 0);
    {
        scope_on!(parent, &lab, 10_000);
        let kept = parent.alloc_iter(0..10_u64);
        for _ in 0..1000 {
            // Given back when the child ends, as the newest of the parent's.
            scope_on!(child, parent);
            child.alloc_slice_default::<u8>(1000);
        }
        scope_on!(child, parent);
        let error = child.try_alloc_slice_default::<u8>(10_000).unwrap_err();
        assert_eq!((error.cause(), error.scope()), (memscope::Cause::OutOfMemory, "child"));
        assert!(child.try_alloc_slice_default::<u8>(5000).is_ok());
        assert!(parent.try_alloc_slice_default::<u8>(5000).is_err());
        assert!(kept.iter().copied().eq(0..10));
    }
    assert_eq!(lab.live(), 0);
}

#[test]
fn al04_a_limit_of_a_source_is_for_all_of_its_scopes() {
    let limited = Limited::new(Heap, 10_000);
    {
        scope_on!(a, &limited);
        a.alloc_uninit_slice::<u8>(6000);
        scope_on!(b, &limited);
        assert!(b.try_alloc_uninit_slice::<u8>(6000).is_err());
        assert!(b.try_alloc(1).is_ok());
        assert!(limited.used() > 6000 && limited.used() <= limited.limit());
        limited.set_limit(20_000);
        assert!(b.try_alloc_uninit_slice::<u8>(6000).is_ok());
        limited.set_limit(0);
        assert!(a.try_alloc_uninit_slice::<u8>(6000).is_err());
    }
    assert_eq!((limited.used(), limited.limit()), (0, 0));
    limited.set_limit(usize::MAX);
    assert!(with_scope_on(&limited, |cx| cx.try_alloc_uninit_slice::<u8>(isize::MAX as usize / 2).is_err()));
    assert_eq!(limited.used(), 0);
}

#[test]
fn al04_a_scopes_own_limit_on_a_source_is_exact() {
    for objects in [false, true] {
        let lab = Lab::new(objects, 300);
        for limit in [0, 8, 100, 1000, 5000, 100_000] {
            scope_on!(cx, &lab, limit);
            let mut room = limit;
            while cx.try_alloc_str("12345678").is_ok() {
                room -= 8;
            }
            assert!(room < 8, "{room} of {limit} bytes left");
            let error = cx.try_alloc_str("12345678").unwrap_err();
            assert_eq!((error.cause(), error.scope()), (memscope::Cause::Limit, "cx"));
            scope!(inner in cx);
            assert!(inner.try_alloc([0_u64; 2]).is_err());
        }
        // What an object had counts no more when it is freed.
        if objects {
            scope_on!(cx, &lab, 100);
            for n in 0..1000_u64 {
                cx.free(cx.boxed([n; 12]));
                scope!(inner in cx, limit = 50);
                inner.free(inner.boxed([n; 6]));
                assert!(inner.try_boxed([n; 7]).is_err());
            }
            assert!(cx.try_boxed([0_u64; 13]).is_err());
        }
    }
}

#[test]
fn al01_tracking_knows_who_has_what() {
    let tracking = Tracking::new(Heap);
    {
        scope_on!(first, &tracking);
        first.alloc_uninit_slice::<u8>(100_000);
        let before = tracking.total();
        for _ in 0..3 {
            scope_on!(second, &tracking);
            second.alloc_uninit_slice::<u8>(10_000);
        }
        let total = tracking.total();
        assert_eq!((total.live, total.blocks), (before.live, before.blocks));
        assert!((100_000..103_000).contains(&total.live), "{total}");
        assert!((110_000..125_000).contains(&total.peak), "{total}");
        let places: Vec<_> = tracking.places().collect();
        assert!(places.iter().map(|place| (place.scope, place.usage.requests)).eq([("second", 3), ("first", 1)]));
        assert!(places.iter().all(|place| place.file.ends_with("each.rs") && place.line > 0));
        assert_eq!(places[0].usage.live, 0);
        assert!(places[1].to_string().starts_with("first ("));
    }
    assert_eq!(tracking.total().live, 0);
}

#[test]
fn al01_the_log_tells_every_call() {
    let log = RefCell::new(Vec::new());
    let source = Logging::new(Failing::at(Heap, 1), |event: memscope::source::Event| {
        // The closure may open scopes, also here.
        log.borrow_mut().push(with_scope(|cx| cx.alloc_fmt(format_args!("{event}")).to_owned()));
    });
    {
        scope_on!(row, &source);
        row.alloc(1);
        row.alloc_uninit_slice::<u8>(2000);
    }
    let log = log.into_inner();
    assert_eq!(log.len(), 5, "{log:#?}");
    assert!(log[0].starts_with("scope `row` (memscope/tests/sources/each.rs:") && log[0].contains("gets 2032 at 0x"));
    assert!(log[1].ends_with("gets none"));
    assert!(log[4].starts_with("2032 bytes come back from 0x"));
}

#[test]
fn al01_chance_depends_on_the_seed_alone() {
    let run = |seed| {
        let source = Failing::one_in(Heap, NonZeroU64::new(3).unwrap(), seed);
        (0..300)
            .map(|_| with_scope_on(&source, |cx| cx.try_alloc_uninit_slice::<u8>(10_000).is_ok()))
            .collect::<Vec<_>>()
    };
    assert_eq!(run(1), run(1));
    assert_ne!(run(1), run(2));
    let refused = run(1).into_iter().filter(|ok| !ok).count();
    assert!((60..140).contains(&refused), "{refused} of 300");
}
