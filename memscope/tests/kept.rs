//! Owners: a region and the value built in it, as one movable value.

mod common;

use std::cell::{Cell, RefCell};
use std::collections::HashSet;
use std::convert::Infallible;
use std::fmt;
use std::future::{Future, ready};
use std::hash::{BuildHasher, RandomState};
use std::marker::PhantomData;
use std::mem::{ManuallyDrop, replace, size_of, swap, take};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::{Pin, pin};
use std::sync::Barrier;
use std::task::{Context, Poll, Waker};
use std::thread;

use common::{Log, Loud, Random, balanced, panic_text, poll, turn};
use memscope::{AllocError, At, Covariant, Family, Keepable, Kept, MemBox, MemCx, MemVec, format_in, scope};

/// What `#[derive(Keepable, Covariant)]` writes, by hand.
struct Doc<'src, 'mcx, T> {
    title: &'src str,
    words: &'mcx [&'mcx str],
    tag: &'mcx T,
    next: Option<&'mcx Doc<'src, 'mcx, T>>,
}

impl<'src, T> Family for Doc<'src, '_, T> {
    type Rest = (&'src (), PhantomData<T>);
}

impl<'m, 'src, T> Keepable<'m> for Doc<'src, '_, T> {
    type At = Doc<'src, 'm, T>;
}

impl<'src, T> Covariant for Doc<'src, '_, T> {
    fn shorten<'r, 'short, 'long: 'short>(root: &'r At<'long, Self>) -> &'r At<'short, Self>
    where
        Self: 'long,
    {
        root
    }
}

fn doc<'src, T: Copy + 'src>(text: &'src str, tag: T) -> Kept<Doc<'src, 'src, T>> {
    Kept::new(|cx| {
        let text_in = &*cx.alloc_str(text);
        let words = &*cx.alloc_iter(text_in.split(' '));
        let tag = &*cx.alloc(tag);
        let next = Doc { title: text, words: &words[1..], tag, next: None };
        Doc { title: text, words, tag, next: Some(cx.alloc(next)) }
    })
}

/// A root that owns a value with a destructor, in the scope or out of it.
#[derive(Keepable)]
#[allow(dead_code)]
struct Holder<'mcx> {
    /// Dropped second.
    boxed: Option<MemBox<'mcx, Loud>>,
    /// Dropped third.
    plain: Option<Loud>,
    text: &'mcx str,
    log: Option<Log>,
}

impl Drop for Holder<'_> {
    fn drop(&mut self) {
        // What the root refers to is still there.
        assert!(self.text.starts_with("text"));
        if let Some(log) = &self.log {
            log.note(100);
        }
    }
}

fn holder(log: &Log) -> Kept<Holder<'static>> {
    Kept::new(|cx| built(cx, log))
}

fn built<'m>(cx: MemCx<'m>, log: &Log) -> Holder<'m> {
    cx.adopt(log.loud(3));
    cx.adopt(log.loud(4));
    Holder {
        boxed: Some(cx.boxed(log.loud(1))),
        plain: Some(log.loud(2)),
        text: cx.alloc_str("text of the root"),
        log: Some(log.clone()),
    }
}

#[test]
fn kp05_an_owner_moves_with_its_memory() {
    let text = String::from("to be or not to be");
    let docs: Vec<_> = (0..50).map(|i| doc(&text, i)).collect();
    let boxed = Box::new(docs);
    let mut docs = *boxed;
    docs.rotate_left(7);
    docs.rotate_right(7);
    for (i, doc) in docs.iter().enumerate() {
        let root = doc.get();
        assert_eq!((root.title, root.words.len(), *root.tag), (&*text, 6, i));
        assert_eq!(root.next.unwrap().words[0], "be");
    }
}

#[test]
fn kp05_an_owner_goes_to_another_thread() {
    let text = String::from("one two");
    let kept = doc(&text, 7_u8);
    let kept =
        thread::scope(|threads| threads.spawn(move || (kept.with(|doc| doc.words[1].len()), kept).1).join().unwrap());
    assert_eq!(kept.get().words, ["one", "two"]);
}

#[test]
fn kp05_an_owner_is_two_words_and_an_option_of_one_too() {
    assert_eq!(size_of::<Kept<&'static str>>(), 2 * size_of::<usize>());
    assert_eq!(size_of::<Option<Kept<Holder<'static>>>>(), 2 * size_of::<usize>());
}

#[test]
fn kp05_the_root_can_be_changed_and_built_on() {
    #[derive(Keepable)]
    struct Lines<'mcx>(MemVec<'mcx, &'mcx str>);
    let mut lines: Kept<Lines<'static>> = Kept::new(|cx| Lines(cx.vec()));
    for i in 0..1000 {
        lines.with_mut(|lines, cx| lines.0.push(format_in!(cx, "line {i}")));
    }
    assert_eq!(lines.with(|lines| lines.0.len()), 1000);
    let last = lines.with(|lines| *lines.0.last().unwrap());
    assert_eq!(last, "line 999");
    let joined: Kept<&'static str> = lines.map(|lines, cx| &*cx.alloc_str(&lines.0.join(";")));
    assert!(joined.ends_with("line 998;line 999"));
    assert_eq!(joined.consume(|text, _| text.split(';').count()), 1000);
}

#[test]
fn kp05_what_is_made_in_with_mut_may_be_used_as_long_as_the_owner_is_borrowed() {
    let mut kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let number: &mut usize = kept.with_mut(|root, cx| cx.alloc(root.len()));
    *number += 1;
    assert_eq!(*number, 5);
    let name: Box<dyn Fn() -> &'static str + '_> = kept.with_mut(|_, cx| Box::new(move || cx.name()) as Box<_>);
    assert_eq!(name(), "Kept");
}

#[test]
fn kp05_roots_of_every_size_and_alignment() {
    #[derive(Keepable)]
    struct Nothing;
    #[derive(Keepable)]
    #[repr(align(4096))]
    struct Page<'mcx>(&'mcx str);
    #[derive(Keepable)]
    struct Large<'mcx>([u64; 1 << 13], &'mcx str);

    balanced(|| {
        let nothing: Kept<Nothing> = Kept::new(|_| Nothing);
        nothing.with(|Nothing| ());
        let page: Kept<Page<'static>> = Kept::new(|cx| Page(cx.alloc_str("page")));
        assert_eq!(page.with(|page| (page.0, (&raw const *page).addr() % 4096)), ("page", 0));
        let large: Kept<Large<'static>> = Kept::new(|cx| Large([7; 1 << 13], cx.alloc_str("large")));
        let large = large.map::<Large<'static>>(|mut large, _| {
            large.0[1] = 8;
            large
        });
        assert_eq!(large.with(|large| (large.0[0], large.0[1], large.1)), (7, 8, "large"));
        assert_eq!(large.consume(|large, _| large.0[8191]), 7);
    });
}

#[test]
fn kp05_the_root_is_dropped_first_then_what_was_kept_and_adopted_then_the_memory() {
    balanced(|| {
        let log = Log::default();
        let kept = holder(&log);
        kept.adopt(log.loud(5));
        kept.adopt(log.loud(6));
        drop(kept);
        assert_eq!(log.take(), [100, 1, 2, 6, 5, 4, 3]);
    });
}

#[test]
fn kp05_the_root_sees_what_it_borrows_when_it_is_dropped() {
    #[derive(Keepable)]
    #[memscope('mcx)]
    struct Words<'src, 'mcx>(&'src Cell<usize>, &'mcx [&'src str]);
    impl Drop for Words<'_, '_> {
        fn drop(&mut self) {
            self.0.set(self.1.iter().map(|word| word.len()).sum());
        }
    }
    let length = Cell::new(0);
    {
        let text = String::from("to be or not");
        let _kept: Kept<Words<'_, '_>> = Kept::new(|cx| Words(&length, cx.alloc_iter(text.split(' '))));
    }
    assert_eq!(length.get(), 9);
}

#[test]
fn kp05_a_failed_or_panicking_build_frees_the_memory_and_runs_what_was_adopted() {
    balanced(|| {
        let log = Log::default();
        let failed = Kept::<Holder<'static>>::try_new(|cx| {
            let _holder = built(cx, &log);
            cx.alloc_slice_default::<u64>(10_000);
            Err::<Holder<'_>, _>(Failure::Own)
        });
        assert!(matches!(failed, Err(Failure::Own)));
        assert_eq!(log.take(), [100, 1, 2, 4, 3]);
        let text = panic_text(|| {
            Kept::<Holder<'static>>::new(|cx| {
                let holder = built(cx, &log);
                assert!(holder.text.is_empty(), "in the closure");
                holder
            })
        });
        assert_eq!((&*text, log.take()), ("in the closure", vec![100, 1, 2, 4, 3]));
    });
}

#[derive(Debug)]
enum Failure {
    Own,
    Memory,
}

impl From<AllocError> for Failure {
    fn from(_: AllocError) -> Self {
        Self::Memory
    }
}

#[test]
fn kp05_a_panic_in_a_closure_leaves_the_owner_or_frees_it() {
    balanced(|| {
        let log = Log::default();
        let mut kept = holder(&log);
        let text = panic_text(|| {
            kept.with_mut(|root, cx| {
                root.text = cx.alloc_str("text that is new");
                root.plain = None;
                panic!("half way");
            })
        });
        assert_eq!((&*text, log.take()), ("half way", vec![2]));
        assert_eq!(kept.with(|root| root.text), "text that is new");
        panic_text(|| kept.with(|_| panic!("reading")));
        panic_text(|| kept.map::<Holder<'static>>(|_, _| panic!("mapping")));
        assert_eq!(log.take(), [100, 1, 4, 3]);
        panic_text(|| holder(&log).consume(|root, _| assert!(root.text.is_empty(), "consuming")));
        assert_eq!(log.take(), [100, 1, 2, 4, 3]);
        let mapped = holder(&log).try_map::<Holder<'static>, _>(|_, _| Err(Failure::Own));
        assert!(matches!(mapped, Err(Failure::Own)));
        assert_eq!(log.take(), [100, 1, 2, 4, 3]);
    });
}

/// Panics when it is dropped, unless that would end the process.
struct Bomb(Log, u32);

impl Drop for Bomb {
    fn drop(&mut self) {
        self.0.note(self.1);
        if !thread::panicking() {
            resume_unwind(Box::new("bomb"));
        }
    }
}

#[test]
fn kp05_a_panic_in_a_destructor_lets_the_others_run_and_frees_the_memory() {
    #[derive(Keepable)]
    #[allow(dead_code)]
    struct Root<'mcx>(MemBox<'mcx, Bomb>, &'mcx str);

    balanced(|| {
        let log = Log::default();
        let kept: Kept<Root<'static>> = Kept::new(|cx| {
            cx.adopt(log.loud(3));
            cx.adopt(log.loud(4));
            Root(cx.boxed(Bomb(log.clone(), 10)), cx.alloc_str("text"))
        });
        assert_eq!(kept.with(|root| root.1), "text");
        kept.adopt(log.loud(5));
        assert!(catch_unwind(AssertUnwindSafe(|| drop(kept))).is_err());
        assert_eq!(log.take(), [10, 5, 4, 3]);

        for (beside, inside) in [(true, false), (false, true), (true, true)] {
            let kept: Kept<&'static str> = Kept::new(|cx| {
                cx.adopt(log.loud(1));
                if inside {
                    cx.adopt(Bomb(log.clone(), 2));
                }
                cx.adopt(log.loud(3));
                &*cx.alloc_str("root")
            });
            kept.adopt(log.loud(4));
            if beside {
                kept.adopt(Bomb(log.clone(), 5));
            }
            kept.adopt(log.loud(6));
            assert!(catch_unwind(AssertUnwindSafe(|| drop(kept))).is_err());
            let mut all = vec![6, 5, 4, 3, 2, 1];
            all.retain(|id| (*id != 5 || beside) && (*id != 2 || inside));
            assert_eq!(log.take(), all);
        }
    });
}

#[test]
fn kp05_values_kept_with_a_shared_owner_by_many_threads() {
    const THREADS: usize = 4;
    const EACH: usize = 200;
    let log = Log::default();
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    let start = Barrier::new(THREADS);
    thread::scope(|threads| {
        for thread in 0..THREADS {
            let (kept, log, start) = (&kept, &log, &start);
            threads.spawn(move || {
                start.wait();
                let mut mine = Vec::new();
                for i in 0..EACH {
                    // Borrows from the root, from another kept value, and from this thread's own.
                    let number = kept.keep(thread * EACH + i);
                    mine.push(kept.keep((number, &**kept, thread)));
                    kept.adopt(log.loud((thread * EACH + i) as u32));
                }
                for (i, (number, text, owner)) in mine.into_iter().enumerate() {
                    **number += 1;
                    assert_eq!((**number, *text, *owner), (thread * EACH + i + 1, "root", thread));
                }
            });
        }
    });
    drop(kept);
    let dropped = log.take();
    assert_eq!(dropped.iter().collect::<HashSet<_>>().len(), THREADS * EACH);
    for thread in 0..THREADS as u32 {
        let of_one = dropped.iter().filter(|id| **id / EACH as u32 == thread);
        assert!(of_one.is_sorted_by(|a, b| a > b), "newest first");
    }
}

#[test]
fn kp05_a_kept_value_may_outlive_what_it_borrows() {
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
    {
        let local = String::from("ends first");
        let pair = kept.keep((&local, kept.get()));
        assert_eq!((pair.0.len(), pair.1.len()), (10, 4));
    }
    drop(kept); // the pair is not looked at
}

/// A leaked owner is borrowed for ever, hence its memory is there for ever, and all leaked owners have that one lifetime.
#[test]
fn kp05_roots_are_exchanged_with_their_owners_only() {
    let mut one: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("one"));
    let mut two: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("two"));
    swap(&mut one, &mut two);
    let three = replace(&mut one, Kept::new(|cx| &*cx.alloc_str("three")));
    assert_eq!((&*one, &*two, &*three), ("three", "one", "two"));
    drop(two);
    assert_eq!((&*one, &*three), ("three", "two"));
}

#[test]
fn kp05_scopes_and_transactions_in_the_memory_of_an_owner() {
    balanced(|| {
        let mut kept: Kept<MemVec<'static, u64>> = Kept::new(|cx| cx.vec());
        for i in 0..100 {
            kept.with_mut(|list, cx| {
                scope!(tmp in cx);
                let draft = tmp.alloc_slice_fill_with(i, |i| i as u64);
                list.push(draft.iter().sum());
                cx.transaction::<&'static str, Infallible>(|tx, _| Ok(&*tx.alloc_str("committed"))).unwrap();
                let failed = cx.transaction::<&'static str, ()>(|tx, _| {
                    tx.alloc_slice_default::<u64>(i * 10);
                    Err(())
                });
                assert!(failed.is_err());
            });
        }
        assert_eq!(kept.with(|list| list[99]), 98 * 99 / 2);
    });
}

/// A root that is a future which holds the handle, with an open scope in the owner's memory.
#[derive(Keepable)]
struct Task<'mcx>(Pin<Box<dyn Future<Output = ()> + 'mcx>>);

fn task(log: &Log) -> Kept<Task<'static>> {
    let log = log.clone();
    Kept::new(|cx| {
        Task(Box::pin(async move {
            scope!(tmp in cx);
            for i in 0..3 {
                let _loud = tmp.boxed(log.loud(i));
                let text = tmp.alloc_slice_fill_with(300, |i| i);
                turn().await;
                assert_eq!(text[299], 299);
                cx.alloc([i; 100]);
            }
        }))
    })
}

#[test]
fn kp05_the_root_may_be_a_future_with_an_open_scope_in_the_owner() {
    balanced(|| {
        let log = Log::default();
        for polls in 0..5 {
            let mut task = task(&log);
            let mut done = false;
            for _ in 0..polls {
                let mut context = Context::from_waker(Waker::noop());
                done = task.with_mut(|task, cx| {
                    cx.alloc_slice_default::<u64>(100);
                    task.0.as_mut().poll(&mut context).is_ready()
                });
            }
            let task = task.into_arc();
            assert_eq!(done, polls == 4);
            drop(task);
            assert_eq!(log.take().len(), polls.min(3));
        }
    });
}

#[test]
fn kp05_owners_built_by_futures() {
    async fn build(log: Log, n: u32) -> Kept<Holder<'static>> {
        Kept::<Holder<'static>>::new_async(async move |cx| {
            let text = format_in!(cx, "text of {n}");
            turn().await;
            let boxed = cx.boxed(log.loud(n));
            turn().await;
            Holder { boxed: Some(boxed), plain: None, text, log: None }
        })
        .await
    }
    balanced(|| {
        let log = Log::default();
        // Interleaved, finished in another order than begun.
        let done = Cell::new(0);
        let mut futures: Vec<Pin<Box<dyn Future<Output = ()> + '_>>> = Vec::new();
        for n in 0..8 {
            let (log, done) = (log.clone(), &done);
            futures.push(Box::pin(async move {
                let kept = build(log, n).await;
                assert_eq!(kept.with(|root| root.text), format!("text of {n}"));
                done.set(done.get() + 1);
            }));
        }
        for round in 0..3 {
            for future in futures.iter_mut().rev() {
                assert_eq!(poll(future), round == 2);
            }
        }
        assert_eq!((done.get(), log.take()), (8, vec![7, 6, 5, 4, 3, 2, 1, 0]));
        drop(futures);
        // Cancelled before, in the middle of, and after the build.
        for polls in 0..3 {
            let mut future = Box::pin(build(log.clone(), 9));
            let mut context = Context::from_waker(Waker::noop());
            for _ in 0..polls {
                assert!(future.as_mut().poll(&mut context).is_pending());
            }
            drop(future);
            assert_eq!(log.take(), [&[][..], &[], &[9]][polls]);
        }
    });
}

#[test]
fn kp05_a_forgotten_build_harms_nobody() {
    let log = Log::default();
    let mut future = ManuallyDrop::new(Box::pin(Kept::<&'static str>::new_async(async |cx| {
        let _loud = cx.boxed(log.loud(1));
        turn().await;
        ""
    })));
    assert!(future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
    let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("another"));
    assert_eq!((&*kept, log.take()), ("another", vec![]));
    drop(ManuallyDrop::into_inner(future));
    assert_eq!((&*kept, log.take()), ("another", vec![1]));
}

#[test]
fn kp05_a_build_by_a_future_fails_in_its_own_way() {
    balanced(|| {
        let kept = pin!(Kept::<&'static str>::try_new_async(async |cx| {
            ready(()).await;
            cx.try_alloc_slice_default::<u8>(usize::MAX)?;
            Ok::<_, AllocError>("")
        }));
        let Poll::Ready(kept) = kept.poll(&mut Context::from_waker(Waker::noop())) else { panic!("not ready") };
        assert!(kept.is_err());
        let mut future = Box::pin(Kept::<&'static str>::new_async(async |_| panic!("in the future")));
        let text = panic_text(|| future.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_ready());
        assert_eq!(text, "in the future");
    });
}

#[test]
fn kp05_std_traits_are_those_of_the_root() {
    let [one, other, two] = ["one", "one", "two"].map(|text| Kept::<&'static str>::new(|cx| &*cx.alloc_str(text)));
    assert_eq!(one, other);
    assert_ne!(one, two);
    assert!(one < two && two.partial_cmp(&one).is_some_and(|order| order.is_gt()));
    assert_eq!(one.cmp(&other), std::cmp::Ordering::Equal);
    let state = RandomState::new();
    assert_eq!(state.hash_one(&one), state.hash_one(&other));
    assert_eq!((format!("{one:>5}"), format!("{one:?}")), ("  one".to_owned(), "\"one\"".to_owned()));
    let bytes: &str = one.as_ref();
    assert_eq!((bytes.len(), one.to_uppercase()), (3, "ONE".to_owned()));

    #[derive(Keepable)]
    struct Secret<'mcx>(&'mcx str);
    impl fmt::Debug for Secret<'_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{} bytes", self.0.len())
        }
    }
    let secret: Kept<Secret<'static>> = Kept::new(|cx| Secret(cx.alloc_str("secret")));
    assert_eq!(format!("{secret:?}"), "6 bytes");
}

/// A `shorten` that is not the derive's may do anything but lie about what it was given.
#[test]
fn kp05_a_forged_shorten_can_only_panic_or_return_something_else() {
    #[derive(Keepable)]
    enum Slot<'mcx> {
        Text(Cell<&'mcx str>),
        Other,
    }
    impl Covariant for Slot<'_> {
        fn shorten<'r, 'short, 'long: 'short>(root: &'r Slot<'long>) -> &'r Slot<'short>
        where
            Self: 'long,
        {
            match root {
                Slot::Text(text) if text.get().is_empty() => panic!("no text"),
                _ => &Slot::Other,
            }
        }
    }
    let text = |slot: &Slot<'_>| match slot {
        Slot::Text(text) => text.get().len(),
        Slot::Other => 0,
    };
    let slot: Kept<Slot<'static>> = Kept::new(|cx| Slot::Text(Cell::new(cx.alloc_str("text"))));
    assert_eq!((slot.with(text), text(slot.get())), (4, 0));
    slot.with(|slot| {
        if let Slot::Text(text) = slot {
            text.set("")
        }
    });
    assert_eq!(panic_text(|| text(slot.get())), "no text");
}

#[test]
fn kp05_an_owner_may_end_with_its_thread() {
    thread_local! {
        static LAST: RefCell<Vec<Kept<Holder<'static>>>> = const { RefCell::new(Vec::new()) };
    }
    // Before or after the thread's cache was first used, hence after or before that is given back.
    for cached_first in [false, true] {
        let log = Log::default();
        let mine = log.clone();
        let thread = thread::spawn(move || {
            if cached_first {
                drop(holder(&Log::default()));
            }
            LAST.with_borrow_mut(|last| last.extend((0..20).map(|_| holder(&mine))));
        });
        thread.join().unwrap();
        assert_eq!(log.take().len(), 20 * 5);
    }
}

#[test]
fn kp05_destructors_may_have_owners_of_their_own() {
    /// Builds an owner when it is dropped, and one that does the same, and so on.
    struct Nested(u32, Log);
    impl Drop for Nested {
        fn drop(&mut self) {
            self.1.note(self.0);
            if let Some(n) = self.0.checked_sub(1) {
                let kept: Kept<&'static str> = Kept::new(|cx| {
                    cx.adopt(Nested(n, self.1.clone()));
                    &*format_in!(cx, "nested {n}")
                });
                kept.adopt(Nested(n, self.1.clone()));
                assert_eq!(&*kept, format!("nested {n}"));
            }
        }
    }
    balanced(|| {
        let log = Log::default();
        drop(Kept::<MemBox<'static, Nested>>::new(|cx| cx.boxed(Nested(5, log.clone()))));
        assert_eq!(log.take().len(), (1 << 6) - 1);
    });
}

/// A root whose destructor does all that can be done with its handle.
#[derive(Keepable)]
struct Last<'mcx> {
    cx: MemCx<'mcx>,
    words: MemVec<'mcx, &'mcx str>,
    log: Log,
}

impl Drop for Last<'_> {
    fn drop(&mut self) {
        let Self { words, log, .. } = self;
        let cx = self.cx;
        words.extend((0..100).map(|n| &*format_in!(cx, "{n}")));
        cx.adopt(log.loud(3));
        scope!(tmp in cx);
        tmp.adopt(log.loud(1));
        tmp.alloc_slice_default::<u64>(1000);
        let made = cx.transaction::<&'static str, ()>(|tx, _| {
            tx.adopt(log.loud(2));
            Ok(&*tx.alloc_str("made last"))
        });
        words.extend(made);
        assert_eq!(words[99..], ["99", "made last"]);
    }
}

#[test]
fn kp05_a_root_may_go_on_building_while_it_is_dropped() {
    let last = |log: &Log| Kept::<Last<'static>>::new(|cx| Last { cx, words: cx.vec(), log: log.clone() });
    let log = Log::default();
    balanced(|| {
        drop(last(&log));
        assert_eq!(log.take(), [1, 2, 3]);
        let text = panic_text(|| {
            let _last = last(&log);
            panic!("on the way");
        });
        assert_eq!(text, "on the way");
        assert_eq!(log.take(), [1, 2, 3]);
        // While the scope of another is half way through a transaction.
        scope!(cx);
        let made = cx.transaction::<&'static str, ()>(|tx, _| {
            let text = &*tx.alloc_str("of the transaction");
            tx.alloc_slice_default::<u64>(1000);
            drop(last(&log));
            Ok(text)
        });
        assert_eq!((made, log.take()), (Ok("of the transaction"), vec![1, 2, 3]));
        // At the end of another.
        Kept::<&'static str>::new(|cx| {
            let log = log.clone();
            cx.defer(move || drop(last(&log)));
            ""
        });
        assert_eq!(log.take(), [1, 2, 3]);
    });
}

/// A family made of another.
#[derive(Clone)]
struct Both<F>(F, F);

impl<F: Family> Family for Both<F> {
    type Rest = F::Rest;
}

impl<'m, F: for<'a> Keepable<'a>> Keepable<'m> for Both<F> {
    type At = Both<At<'m, F>>;
}

#[test]
fn kp05_code_that_is_generic_over_families() {
    fn doubled<F: for<'m> Keepable<'m>>(kept: Kept<F>) -> Kept<Both<F>>
    where
        for<'m> At<'m, F>: Clone,
    {
        kept.map(|root, _| Both(root.clone(), root))
    }
    fn shown<F: for<'m> Keepable<'m>>(kept: &Kept<F>) -> String
    where
        for<'m> At<'m, F>: fmt::Debug,
    {
        kept.with(|root| format!("{root:?}"))
    }
    let text: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("text"));
    assert_eq!(shown(&text), "\"text\"");
    let both = doubled(doubled(text));
    assert!(both.with(|Both(Both(a, b), Both(c, d))| [a, b, c, d].iter().all(|root| **root == "text")));
}

#[test]
fn kp05_owners_of_all_kinds_in_any_order() {
    balanced(|| {
        let (log, random) = (Log::default(), Random::new(7));
        let (mut owners, mut expected) = (Vec::<Kept<Holder<'static>>>::new(), 0);
        for step in 0..5000 {
            match random.below(6) {
                0 | 1 => {
                    owners.push(holder(&log));
                    expected += 5;
                }
                2 if !owners.is_empty() => drop(owners.swap_remove(random.below(owners.len()))),
                3 if !owners.is_empty() => {
                    let at = random.below(owners.len());
                    owners[at].adopt(log.loud(step));
                    expected += 1;
                    assert_eq!(*owners[at].keep(step), step);
                }
                4 if !owners.is_empty() => {
                    let (at, n) = (random.below(owners.len()), random.below(3000));
                    owners[at].with_mut(|root, cx| {
                        cx.alloc_slice_default::<u8>(n);
                        root.text = format_in!(cx, "text {n} of {}", take(&mut root.text).len());
                    });
                }
                5 if !owners.is_empty() => {
                    let owner = owners.swap_remove(random.below(owners.len()));
                    owners.push(owner.map(|root, cx| {
                        cx.alloc([0_u8; 700]);
                        root
                    }));
                }
                _ => {}
            }
        }
        drop(owners);
        assert_eq!(log.take().len(), expected);
    });
}
