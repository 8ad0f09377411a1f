//! Adapters over adapters: each over each, over the heap and over a buffer, with a source that checks at any of the levels.

use std::alloc::Layout;
use std::cell::{Cell, OnceCell, RefCell};
use std::mem::{self, MaybeUninit};
use std::ptr::NonNull;
use std::rc::Rc;

#[cfg(not(memscope_asan))]
use memscope::source::Fault;
use memscope::source::{
    Buffer, Checked, Event, Failing, First, Free, Heap, Limited, Logging, Report, Request, Source, Tracking,
};
use memscope::{Keepable, KeptOn, MemBox, MemCx, scope};

/// An adapter of another crate: it keeps a word in front of each block and a seal behind it, and counts what is live.
struct Sealed<S> {
    source: S,
    /// How many bytes of the seal lie where it has not said: for the control.
    too_early: usize,
    live: Cell<usize>,
    broken: Cell<usize>,
}

const FRONT: usize = 2 * Request::ALIGN;
const SEAL: [u8; 24] = *b"nobody may write to this";

impl<S> Sealed<S> {
    fn new(source: S, too_early: usize) -> Self {
        Self { source, too_early, live: Cell::new(0), broken: Cell::new(0) }
    }

    /// Where the seal of a block of that size is.
    fn seal(&self, block: NonNull<u8>, size: usize) -> NonNull<[u8; SEAL.len()]> {
        // SAFETY: behind the block there is room for the seal.
        unsafe { block.add(size - self.too_early) }.cast()
    }
}

// SAFETY: what stands in front of a block and behind it is part of what the source below was asked for. Nothing unwinds.
unsafe impl<S: Source> Source for Sealed<S> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        let size = request.layout().size();
        let whole = self.source.get(request.longer(FRONT, SEAL.len())?)?.cast::<u8>();
        // SAFETY: the block is longer by both, and aligned to more than the word.
        let block = unsafe {
            whole.cast::<usize>().write(size);
            whole.add(FRONT)
        };
        // SAFETY: room for the seal.
        unsafe { self.seal(block, size).write(SEAL) };
        self.live.set(self.live.get() + 1);
        Some(NonNull::slice_from_raw_parts(block, size))
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: `get` wrote the word and the seal, and asked for so much.
        unsafe {
            let whole = block.sub(FRONT);
            let size = whole.cast::<usize>().read();
            if size != layout.size() || self.seal(block, size).read() != SEAL {
                self.broken.set(self.broken.get() + 1);
            }
            let all = Layout::from_size_align_unchecked(size + FRONT + SEAL.len(), layout.align());
            self.source.put(whole, all);
        }
        self.live.set(self.live.get() - 1);
    }

    fn sees_objects(&self) -> bool {
        self.source.sees_objects()
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        self.source.may_free(free)
    }
}

/// A source that is looked at from outside as well.
struct Shared<S: ?Sized>(Rc<S>);

impl<S: ?Sized> Clone for Shared<S> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

// SAFETY: passed on.
unsafe impl<S: Source + ?Sized> Source for Shared<S> {
    fn get(&self, request: Request) -> Option<NonNull<[u8]>> {
        self.0.get(request)
    }

    unsafe fn put(&self, block: NonNull<u8>, layout: Layout) {
        // SAFETY: passed on.
        unsafe { self.0.put(block, layout) }
    }

    fn sees_objects(&self) -> bool {
        self.0.sees_objects()
    }

    fn may_free(&self, free: &Free) -> Option<bool> {
        self.0.may_free(free)
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Adapter {
    Limited,
    Tracking,
    Failing,
    Logging,
    /// `First(this, Heap)`.
    First,
    /// `First(a source that refuses, this)`.
    Then,
    /// `First(this, Checked(Heap))`.
    BesideChecked,
    /// `First(Limited(this), this)`.
    Twice,
    Sealed,
    Checked,
}

const ADAPTERS: [Adapter; 9] = [
    Adapter::Limited,
    Adapter::Tracking,
    Adapter::Failing,
    Adapter::Logging,
    Adapter::First,
    Adapter::Then,
    Adapter::BesideChecked,
    Adapter::Twice,
    Adapter::Sealed,
];

/// Adapters over a source.
struct Stack<'b> {
    top: Shared<dyn Source + 'b>,
    /// From below.
    checking: Vec<Rc<Checked<Shared<dyn Source + 'b>>>>,
    beside: Vec<Rc<Checked<Heap>>>,
    /// What each says is live, or went wrong.
    accounts: Vec<Box<dyn Fn() -> usize + 'b>>,
}

impl<'b> Stack<'b> {
    fn new(source: impl Source + 'b) -> Self {
        let top: Rc<dyn Source + 'b> = Rc::new(source);
        Self { top: Shared(top), checking: Vec::new(), beside: Vec::new(), accounts: Vec::new() }
    }

    fn put(&mut self, source: impl Source + 'b) {
        self.top = Shared(Rc::new(source));
    }

    /// Puts a source on top that is asked afterwards what is live.
    fn put_counting<S: Source + 'b>(&mut self, source: S, live: impl Fn(&S) -> usize + 'b) {
        let source = Rc::new(source);
        self.accounts.push(Box::new({
            let source = source.clone();
            move || live(&source)
        }));
        self.put(Shared(source));
    }

    fn add(&mut self, adapter: Adapter) {
        let top = self.top.clone();
        match adapter {
            Adapter::Limited => self.put_counting(Limited::new(top, 1 << 24), Limited::used),
            Adapter::Tracking => self.put_counting(Tracking::new(top), |source| source.total().blocks),
            Adapter::Failing => self.put(Failing::from(top, usize::MAX)),
            Adapter::Logging => {
                let given = Rc::new(Cell::new(0_usize));
                let count = given.clone();
                let log = move |event: Event| match event {
                    Event::Given { len, .. } if len > 0 => given.set(given.get() + 1),
                    Event::TakenBack { .. } => given.set(given.get() - 1),
                    _ => {}
                };
                self.put(Logging::new(top, log));
                self.accounts.push(Box::new(move || count.get()));
            }
            Adapter::First => self.put(First::new(top, Heap)),
            Adapter::Then => self.put(First::new(Failing::from(Heap, 0), top)),
            Adapter::BesideChecked => {
                let beside = Rc::new(Checked::collecting(Heap));
                self.put(First::new(top, Shared(beside.clone())));
                self.beside.push(beside);
            }
            Adapter::Twice => self.put(First::new(Limited::new(top.clone(), 2000), top)),
            Adapter::Sealed => {
                self.put_counting(Sealed::new(top, 0), |source| source.live.get() + source.broken.get());
            }
            Adapter::Checked => {
                let checked = Rc::new(Checked::collecting(top));
                self.put(Shared(checked.clone()));
                self.checking.push(checked);
            }
        }
    }

    /// What was found when `f` has run in a scope and all has gone back.
    fn found(&self, f: impl Fn(MemCx<'_>)) -> Vec<Report> {
        {
            scope!(cx, from = &self.top);
            f(cx);
        }
        // What the upper ones watch is live below.
        self.checking.iter().rev().for_each(|checked| checked.flush());
        self.beside.iter().for_each(|checked| checked.flush());
        let live = self.checking.iter().map(|checked| checked.live());
        assert_eq!(live.chain(self.beside.iter().map(|checked| checked.live())).sum::<usize>(), 0);
        assert!(self.accounts.iter().all(|live| live() == 0), "not everything was given back");
        let reports = self.checking.iter().flat_map(|checked| checked.reports());
        reports.chain(self.beside.iter().flat_map(|checked| checked.reports())).collect()
    }
}

/// Calls `f` with every stack of two adapters, with a source that checks wherever one may stand, over the heap or over a buffer in
/// turn. The second argument is whether one checks.
fn each_stack(f: impl Fn(&Stack<'_>, bool)) {
    let step = if cfg!(miri) { 4 } else { 1 };
    let pairs = ADAPTERS.iter().flat_map(|lower| ADAPTERS.iter().map(move |upper| (*lower, *upper)));
    for (n, (lower, upper)) in pairs.enumerate().step_by(step) {
        for levels in 0..8 {
            let mut bytes = vec![MaybeUninit::uninit(); 1 << 18];
            let on_buffer = (n + levels) % 2 == 1;
            let mut stack = if on_buffer { Stack::new(Buffer::new(&mut bytes)) } else { Stack::new(Heap) };
            stack.add(Adapter::Sealed);
            for (level, adapter) in [None, Some(lower), Some(upper)].into_iter().enumerate() {
                adapter.into_iter().for_each(|adapter| stack.add(adapter));
                if levels & 1 << level != 0 {
                    stack.add(Adapter::Checked);
                }
            }
            let source = if on_buffer { "a buffer" } else { "the heap" };
            println!("{upper:?} over {lower:?} over {source}, checked: {levels:03b}");
            f(&stack, levels != 0);
        }
    }
}

/// One of everything.
fn work(cx: MemCx<'_>) {
    let mut list = cx.vec();
    for n in 0..20_u64 {
        list.push(cx.alloc(n));
        scope!(tmp in cx);
        cx.alloc_str(tmp.alloc_fmt(format_args!("{n}")));
        let (first, second) = (cx.boxed([n; 3]), cx.boxed([n; 4]));
        cx.free(first);
        cx.free(second);
    }
    cx.adopt(vec![1]);
    let carried = cx.transaction::<MemBox<'static, u64>, ()>(|tx, _| {
        tx.free(tx.boxed(5));
        Ok(tx.boxed(6))
    });
    cx.free(carried.unwrap());
    assert!(list.iter().enumerate().all(|(i, n)| **n == i as u64));
}

#[test]
fn al03_each_adapter_over_each_is_balanced() {
    each_stack(|stack, _| assert!(stack.found(work).is_empty()));
}

/// Frees a block through an owner, as code does that takes owners apart.
fn free<'mcx>(cx: MemCx<'mcx>, start: NonNull<u8>, len: usize) {
    let block = NonNull::slice_from_raw_parts(start, len);
    // SAFETY: an owner is a pointer. That it owns the block is not true where a test wants to be caught.
    cx.free(unsafe { mem::transmute::<NonNull<[u8]>, MemBox<'mcx, [u8]>>(block) });
}

/// What can be done wrong to an object of 48 bytes.
#[cfg(not(memscope_asan))]
type Misuse = fn(MemCx<'_>, NonNull<u8>);

/// And what it is called.
#[cfg(not(memscope_asan))]
const MISUSES: [(Fault, Misuse); 7] = [
    // SAFETY: the bytes beside the object lie in its block.
    (Fault::Behind, |_, object| unsafe { object.add(48).write(0x11) }),
    // SAFETY: the same.
    (Fault::Behind, |_, object| unsafe { object.add(48 + 31).write(0x11) }),
    // SAFETY: the same.
    (Fault::Before, |_, object| unsafe { object.sub(1).write(0x11) }),
    (Fault::FreedTwice, |cx, object| {
        free(cx, object, 48);
        free(cx, object, 48);
    }),
    (Fault::Foreign, |cx, object| {
        // SAFETY: within the object.
        free(cx, unsafe { object.add(16) }, 32);
    }),
    (Fault::WrongSize, |cx, object| free(cx, object, 49)),
    (Fault::AfterFree, |cx, object| {
        free(cx, object, 48);
        // SAFETY: the source watches the memory, so it is still there.
        unsafe { object.write(0x11) };
    }),
];

/// It is found once, by the highest of those that check.
#[cfg(not(memscope_asan))]
#[test]
fn cx10_each_misuse_is_found_wherever_the_source_stands_that_checks() {
    each_stack(|stack, checked| {
        for (fault, misuse) in MISUSES.into_iter().filter(|_| checked) {
            let reports = stack.found(|cx| {
                let neighbours = [cx.boxed([1_u64; 6]), cx.boxed([2; 6])];
                misuse(cx, cx.alloc_layout(Layout::new::<[u64; 6]>()));
                assert_eq!(neighbours.map(|neighbour| neighbour[5]), [1, 2]);
            });
            assert_eq!(reports.iter().map(Report::fault).collect::<Vec<_>>(), [fault]);
        }
    });
}

/// Where both sources check, the one tells whose object it was; of what neither has only the second.
#[cfg(not(memscope_asan))]
#[test]
fn cx10_of_two_sources_one_tells() {
    for refuse in [0, usize::MAX] {
        for (fault, misuse) in MISUSES {
            let (first, then) = (Checked::collecting(Failing::from(Heap, refuse)), Checked::collecting(Heap));
            {
                scope!(cx, from = &First::new(&first, &then));
                misuse(cx, cx.alloc_layout(Layout::new::<[u64; 6]>()));
            }
            first.flush();
            then.flush();
            let faults = [first.reports(), then.reports()].map(|all| all.iter().map(Report::fault).collect::<Vec<_>>());
            let of_the_second = refuse == 0 || fault == Fault::Foreign;
            assert_eq!(faults, if of_the_second { [vec![], vec![fault]] } else { [vec![fault], vec![]] });
        }
    }
}

/// The objects of an owner, which those who have no access but a shared one can free.
#[derive(Keepable)]
struct Objects<'mcx>(MemCx<'mcx>, RefCell<Vec<MemBox<'mcx, u64>>>);

type Owner = KeptOn<Objects<'static>, First<&'static Checked<Failing<Heap>>, Logging<Heap, fn(Event)>>>;

thread_local! {
    static OWNER: OnceCell<Owner> = const { OnceCell::new() };
    static ARMED: Cell<bool> = const { Cell::new(false) };
}

/// A source may free objects of the very scope that asks it for memory: then that cannot say what it has.
#[test]
fn cx10_a_source_that_frees_in_its_own_scope_is_not_taken_for_wrong() {
    static CHECKED: Checked<Failing<Heap>> = Checked::collecting(Failing::from(Heap, 0));

    fn log(event: Event) {
        if matches!(event, Event::Given { .. }) && ARMED.replace(false) {
            OWNER.with(|owner| {
                owner.get().unwrap().with(|Objects(cx, boxes)| cx.free(boxes.borrow_mut().pop().unwrap()));
            });
        }
    }
    OWNER.with(|owner| {
        let source = First::new(&CHECKED, Logging::new(Heap, log as fn(Event)));
        let owner = owner.get_or_init(|| KeptOn::new(source, |cx| Objects(cx, RefCell::default())));
        owner.with(|Objects(cx, boxes)| {
            boxes.borrow_mut().extend([cx.boxed(1), cx.boxed(2)]);
            ARMED.set(true);
            assert_eq!((*cx.alloc(3), ARMED.get()), (3, false));
            cx.free(boxes.borrow_mut().pop().unwrap());
        });
    });
    assert!(CHECKED.reports().is_empty());
}

/// The control: what an adapter keeps where it has not said so, is somebody else's.
#[cfg(not(memscope_asan))]
#[test]
fn cx10_an_adapter_that_keeps_more_than_it_says_is_found_out() {
    for too_early in [0, 1, 20] {
        let checked = Checked::collecting(Heap);
        let source = Sealed::new(&checked, too_early);
        {
            scope!(cx, from = &source);
            cx.alloc([7_u64; 6]);
        }
        checked.flush();
        let faults: Vec<_> = checked.reports().iter().map(Report::fault).collect();
        assert_eq!(faults, if too_early > 0 { vec![Fault::Behind] } else { vec![] });
    }
}

/// The zones of a source above do not reach into what an adapter keeps, nor do the scope's objects.
#[test]
fn cx10_what_an_adapter_keeps_is_only_its_own() {
    let source = Checked::new(Sealed::new(Checked::new(Sealed::new(Heap, 0)), 0));
    scope!(cx, from = &source);
    for size in 0..100 {
        for align in [1, 8, 16, 64, 4096] {
            let layout = Layout::from_size_align(size, align).unwrap();
            let object = cx.alloc_layout(layout);
            // SAFETY: all of the object is ours.
            unsafe { object.write_bytes(0xA5, size) };
            if size % 3 == 0 && size > 0 {
                free(cx, object, size);
            }
        }
    }
}
