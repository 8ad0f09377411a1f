//! Random programs against a model: nested scopes of every kind that end in any order which the types allow, and transactions between
//! them, with every live block's contents checked after each step.

mod common;

use std::alloc::Layout;
use std::cell::RefCell;
use std::future::Future;
use std::iter;
use std::mem::{MaybeUninit, replace, take};
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;

use common::{Log, balanced, forget, poll, turn, with_chunks};
use memscope::source::{Checked, Heap};
use memscope::{AllocError, Carried, Family, Keepable, Kept, MemBox, MemCx, MemVec, scope};
use proptest::prelude::*;

/// How a scope is opened.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Root,
    Inner,
    Limited(usize),
    InnerLimited(usize),
    Recycling,
    RecyclingLimited(usize),
    InnerRecycling(usize),
    Inline,
    InlineRecycling(usize),
    Source(usize),
    Objects(usize),
}

/// What a scope does on its turn. Numbers choose among what there is.
#[derive(Clone, Debug)]
enum Action {
    Layout {
        size: usize,
        align: u32,
    },
    Text(usize),
    Buffer(usize),
    Grow {
        which: usize,
        by: usize,
    },
    Shrink {
        which: usize,
        to: usize,
    },
    Free(usize),
    Boxed,
    FreeBox(usize),
    Push(usize),
    Collect {
        len: usize,
        hint: usize,
    },
    Adopt,
    Defer,
    /// A block that an owner has made, and the scope frees.
    Owner(usize),
    SetLimit(usize),
    /// The next request of the heap fails.
    Dry(usize),
    Open(Kind),
    /// Ends the scope of a child by dropping its future.
    Drop(usize),
    /// Lets a child run to its end.
    Finish(usize),
    /// Forgets a child, whose scope then never ends.
    Forget(usize),
    Transact(Plan),
}

/// A transaction from its beginning to its end.
#[derive(Clone, Debug)]
struct Plan {
    limit: Option<usize>,
    /// Each with how many levels further out it happens: 0 is the transaction itself, 1 the scope around it.
    steps: Vec<(usize, Step)>,
    end: End,
}

#[derive(Clone, Copy, Debug)]
enum End {
    Commit,
    Fail,
    Panic,
}

/// An action of the scope that is reached by this path of choices.
#[derive(Clone, Debug)]
struct Step {
    path: Vec<usize>,
    action: Action,
}

type Growing<'mcx> = MemBox<'mcx, [MaybeUninit<u8>]>;
type Child<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// What every scope of a run shares.
#[derive(Default)]
struct Shared {
    /// The step on its way to its scope, and how far along its path it is.
    step: Option<(Step, usize)>,
    /// Live blocks: start, length, fill, and the number of the scope that they belong to.
    live: Vec<(*const u8, usize, u8, usize)>,
    /// Of every scope that was ever opened, by number: the scope whose budget goes on counting, and the limit.
    scopes: Vec<(Option<usize>, usize)>,
    /// And in which scope it was opened.
    around: Vec<Option<usize>>,
    fills: u8,
    log: Log,
    /// What adopted values and deferred calls of each open scope will note.
    expected: Vec<(usize, Vec<u32>)>,
    ids: u32,
}

type World = RefCell<Shared>;

fn fill(world: &World) -> u8 {
    let mut world = world.borrow_mut();
    world.fills = world.fills.wrapping_add(1);
    world.fills
}

/// Enters a block into the model and fills it.
fn born(world: &World, scope: usize, start: *mut u8, len: usize, align: usize) {
    let fill = fill(world);
    assert!(start.addr().is_multiple_of(align));
    let range = start.addr()..start.addr() + len;
    let world = &mut *world.borrow_mut();
    for &(other, size, ..) in &world.live {
        let apart = other.addr() + size <= range.start || range.end <= other.addr();
        assert!(apart || len == 0 || size == 0, "blocks overlap");
    }
    // SAFETY: the block was just allocated, and is the caller's.
    unsafe { start.write_bytes(fill, len) };
    if len > 0 {
        world.live.push((start, len, fill, scope));
    }
}

/// Takes a block out of the model; its contents must still be there. Empty blocks are not in it: they have no place.
fn gone(world: &World, start: *const u8, len: usize) {
    if len == 0 {
        return;
    }
    let live = &mut world.borrow_mut().live;
    let at = live.iter().position(|&(other, size, ..)| (other, size) == (start, len)).expect("a live block");
    check_block(live.swap_remove(at));
}

fn check_block((start, len, fill, _): (*const u8, usize, u8, usize)) {
    // SAFETY: a live block, filled when it was born.
    let bytes = unsafe { std::slice::from_raw_parts(start, len) };
    assert!(filled_with(bytes, fill), "a block of {len} bytes was overwritten");
}

/// Checks every live block, and that no scope holds more than its limit, with all that is open inside.
fn check_all(shared: &Shared) {
    let mut held = vec![0; shared.scopes.len()];
    for &block in &shared.live {
        check_block(block);
        let mut at = Some(block.3);
        while let Some(scope) = at {
            held[scope] += block.1;
            at = shared.scopes[scope].0;
        }
    }
    assert!(held.iter().zip(&shared.scopes).all(|(held, (_, limit))| held <= limit), "more than the limit");
}

/// Whether all bytes are the same, at the speed of `memcmp`.
fn filled_with(bytes: &[u8], fill: u8) -> bool {
    bytes.first().is_none_or(|first| *first == fill && bytes[1..] == bytes[..bytes.len() - 1])
}

/// A scope's number, and what is said of it at its end.
struct Life<'a> {
    world: &'a World,
    number: usize,
}

impl<'a> Life<'a> {
    fn begin(world: &'a World, parent: Option<usize>, kind: Kind) -> Self {
        let shared = &mut *world.borrow_mut();
        let number = shared.scopes.len();
        shared.around.push(parent);
        shared.scopes.push(match kind {
            Kind::Root | Kind::Recycling | Kind::Inline => (None, usize::MAX),
            Kind::Inner => (parent, usize::MAX),
            Kind::Limited(limit)
            | Kind::RecyclingLimited(limit)
            | Kind::InlineRecycling(limit)
            | Kind::Source(limit)
            | Kind::Objects(limit) => (None, limit),
            Kind::InnerLimited(limit) | Kind::InnerRecycling(limit) => (parent, limit),
        });
        shared.expected.push((number, Vec::new()));
        Self { world, number }
    }
}

impl Drop for Life<'_> {
    // Declared before the scope, hence dropped when it has ended.
    fn drop(&mut self) {
        let shared = &mut *self.world.borrow_mut();
        let at = shared.expected.iter().position(|(number, _)| *number == self.number).unwrap();
        let (_, mut expected) = shared.expected.swap_remove(at);
        expected.reverse();
        assert_eq!(shared.log.take(), expected, "what the scope ran at its end");
        assert!(shared.live.iter().all(|(.., scope)| *scope != self.number), "the body has told of every block");
    }
}

/// Blocks of a scope, which end with its body, before the scope itself.
struct Body<'mcx, 'a> {
    cx: MemCx<'mcx>,
    life: &'a Life<'a>,
    buffers: Vec<Growing<'mcx>>,
    boxes: Vec<MemBox<'mcx, [u8; 40]>>,
    /// Counts from 0.
    pushed: MemVec<'mcx, u32>,
    /// What was pushed in transactions.
    committed: Vec<&'mcx [u32]>,
}

/// What a transaction carries over.
#[derive(Carried)]
struct Carry<'mcx> {
    buffers: Vec<Growing<'mcx>>,
    boxes: Vec<MemBox<'mcx, [u8; 40]>>,
    committed: Vec<&'mcx [u32]>,
}

impl Family for Carry<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Carry<'_> {
    type At = Carry<'m>;
}

impl Drop for Body<'_, '_> {
    fn drop(&mut self) {
        self.check_pushed();
        // What was forgotten in this scope has its memory until now.
        let Shared { live, around, .. } = &mut *self.life.world.borrow_mut();
        live.retain(|block| {
            check_block(*block);
            iter::successors(Some(block.3), |scope| around[*scope]).all(|scope| scope != self.life.number)
        });
    }
}

impl<'mcx, 'a> Body<'mcx, 'a> {
    fn new(cx: MemCx<'mcx>, life: &'a Life<'a>) -> Self {
        Self { cx, life, buffers: Vec::new(), boxes: Vec::new(), pushed: cx.vec(), committed: Vec::new() }
    }

    fn born(&self, start: *mut u8, len: usize, align: usize) {
        born(self.life.world, self.life.number, start, len, align);
    }

    fn will_note(&self) -> u32 {
        let shared = &mut *self.life.world.borrow_mut();
        shared.ids += 1;
        shared.ids
    }

    fn noted(&self, id: u32) {
        let shared = &mut *self.life.world.borrow_mut();
        shared.expected.iter_mut().find(|(number, _)| *number == self.life.number).unwrap().1.push(id);
    }

    fn check_pushed(&self) {
        for pushed in self.committed.iter().copied().chain([&*self.pushed]) {
            assert!(pushed.iter().copied().eq(0..pushed.len() as u32));
        }
    }

    /// What a transaction has made is from now on that of the scope `to`.
    fn commit(mut self, to: usize) -> Carry<'mcx> {
        self.check_pushed();
        let shared = &mut *self.life.world.borrow_mut();
        shared.live.iter_mut().filter(|block| block.3 == self.life.number).for_each(|block| block.3 = to);
        shared.scopes[self.life.number].1 = usize::MAX; // for what was forgotten in it
        let at = |number| shared.expected.iter().position(|(other, _)| *other == number).unwrap();
        let (mine, outer) = (at(self.life.number), at(to));
        let mine = take(&mut shared.expected[mine].1);
        shared.expected[outer].1.extend(mine);
        let mut committed = take(&mut self.committed);
        committed.push(replace(&mut self.pushed, self.cx.vec()).into_slice());
        Carry { buffers: take(&mut self.buffers), boxes: take(&mut self.boxes), committed }
    }

    fn act(&mut self, action: &Action) -> Result<(), AllocError> {
        let (cx, world) = (self.cx, self.life.world);
        match *action {
            Action::Layout { size, align } => {
                let layout = Layout::from_size_align(size, 1 << align).unwrap();
                self.born(cx.try_alloc_layout(layout)?.as_ptr(), size, 1 << align);
            }
            Action::Text(len) => {
                let text = cx.try_alloc_fmt(format_args!("{:>len$}", "é"))?;
                assert_eq!(text.trim_start(), "é");
                self.born(text.as_mut_ptr(), text.len(), 1);
            }
            Action::Buffer(len) => {
                let mut buf = cx.try_boxed_uninit_slice(len)?;
                self.born(buf.as_mut_ptr().cast(), len, 1);
                self.buffers.push(buf);
            }
            Action::Grow { which, by } if !self.buffers.is_empty() => {
                let buf = self.buffers.swap_remove(which % self.buffers.len());
                let (start, len) = (buf.as_ptr().cast::<u8>(), buf.len());
                match cx.try_grow(buf, len + by) {
                    Err((error, buf)) => {
                        self.buffers.push(buf);
                        return Err(error);
                    }
                    Ok(mut buf) => {
                        let fill = world.borrow().live.iter().find(|b| (b.0, b.1) == (start, len)).map_or(0, |b| b.2);
                        // SAFETY: the first `len` bytes were filled before they grew.
                        assert!(buf[..len].iter().all(|byte| unsafe { byte.assume_init() } == fill));
                        // The old place may be in use again from here on.
                        world.borrow_mut().live.retain(|b| (b.0, b.1) != (start, len));
                        self.born(buf.as_mut_ptr().cast(), len + by, 1);
                        self.buffers.push(buf);
                    }
                }
            }
            Action::Shrink { which, to } if !self.buffers.is_empty() => {
                let buf = self.buffers.swap_remove(which % self.buffers.len());
                gone(world, buf.as_ptr().cast(), buf.len());
                let to = to.min(buf.len());
                let mut buf = cx.shrink(buf, to);
                self.born(buf.as_mut_ptr().cast(), to, 1);
                self.buffers.push(buf);
            }
            Action::Free(which) if !self.buffers.is_empty() => {
                let buf = self.buffers.swap_remove(which % self.buffers.len());
                gone(world, buf.as_ptr().cast(), buf.len());
                cx.free(buf);
            }
            Action::Boxed => {
                let mut boxed = cx.try_boxed([0; 40])?;
                self.born(boxed.as_mut_ptr(), 40, 1);
                self.boxes.push(boxed);
            }
            Action::FreeBox(which) if !self.boxes.is_empty() => {
                // Mostly the newest, which gives its memory back.
                let at = if which % 4 == 0 { which % self.boxes.len() } else { self.boxes.len() - 1 };
                let boxed = self.boxes.remove(at);
                gone(world, boxed.as_ptr(), 40);
                cx.free(boxed);
            }
            Action::Push(more) => {
                for n in (self.pushed.len() as u32..).take(more) {
                    self.pushed.try_push(n)?;
                }
            }
            Action::Collect { len, hint } => {
                let mut left = len;
                let items = cx.try_alloc_iter(
                    iter::from_fn(|| {
                        left = left.checked_sub(1)?;
                        if left % 50 == 7 {
                            let _ = cx.try_alloc(left); // moves a buffer that would have to grow past it
                        }
                        Some(left as u32)
                    })
                    .chain((0..0).take(hint)),
                )?;
                assert!(items.iter().rev().copied().eq(items.last().copied().unwrap_or(0)..len as u32));
                self.born(items.as_mut_ptr().cast(), size_of_val(items), 4);
            }
            Action::Adopt => {
                let id = self.will_note();
                let loud = world.borrow().log.loud(id);
                match cx.try_adopt(loud) {
                    Ok(loud) => assert_eq!(loud.id, id),
                    Err(error) => {
                        assert_eq!(world.borrow().log.take(), [id]);
                        return Err(error);
                    }
                }
                self.noted(id);
            }
            Action::Defer => {
                let (id, log) = (self.will_note(), world.borrow().log.clone());
                cx.try_defer(move || log.note(id))?;
                self.noted(id);
            }
            Action::Owner(len) => {
                let own = Kept::<Growing<'static>>::new(|own| {
                    own.alloc_str(&"x".repeat(len % 5));
                    own.boxed_uninit_slice(len)
                });
                let mut buf = own.try_into_scope(cx)?;
                self.born(buf.as_mut_ptr().cast(), len, 1);
                self.buffers.push(buf);
            }
            Action::SetLimit(limit) if cx.set_limit(limit).is_ok() => {
                // What inner scopes have of it at that time they keep.
                let most = &mut world.borrow_mut().scopes[self.life.number].1;
                *most = limit.max(*most);
            }
            Action::Dry(size) => {
                let layout = Layout::from_size_align(size, 8).unwrap();
                if let Ok(start) = with_chunks(0, || cx.try_alloc_layout(layout)) {
                    self.born(start.as_ptr(), size, 8);
                }
            }
            _ => {} // needs something that is not there
        }
        Ok(())
    }
}

/// Serves steps until it is told to finish, which is when its own step is `None`.
async fn serve(cx: MemCx<'_>, life: &Life<'_>) {
    let world = life.world;
    let mut body = Body::new(cx, life);
    let mut children: Vec<Child<'_>> = Vec::new();
    loop {
        turn().await;
        let Some((step, depth)) = world.borrow_mut().step.take() else { return };
        serve_one(&mut body, &mut children, step, depth, &mut |_, _| ());
    }
}

/// Does a step, in this scope or in one of its children. `further_out` does one in the scopes around this, if it is a
/// transaction.
fn serve_one<'mcx: 'c, 'a: 'c, 'c>(
    body: &mut Body<'mcx, 'a>,
    children: &mut Vec<Child<'c>>,
    step: Step,
    depth: usize,
    further_out: &mut dyn FnMut(usize, Step),
) {
    let (cx, world, number) = (body.cx, body.life.world, body.life.number);
    if let Some(&choice) = step.path.get(depth)
        && !children.is_empty()
    {
        let child = choice % children.len();
        world.borrow_mut().step = Some((step, depth + 1));
        assert!(!poll(&mut children[child]), "only a step of ours ends a child");
        return;
    }
    match step.action {
        Action::Open(kind) => {
            let mut child: Child<'c> = Box::pin(open(cx, Some(number), kind, world));
            assert!(!poll(&mut child));
            children.push(child);
        }
        Action::Drop(which) if !children.is_empty() => drop(children.swap_remove(which % children.len())),
        Action::Finish(which) if !children.is_empty() => {
            assert!(poll(&mut children.swap_remove(which % children.len())));
        }
        Action::Forget(which) if !children.is_empty() => {
            // With it, what its scopes have adopted.
            forget((children.swap_remove(which % children.len()), world.borrow().log.clone()));
        }
        Action::Transact(plan) => transact(body, children, plan, further_out),
        action => {
            // An error leaves everything as it was, which is checked below.
            let _ = body.act(&action);
        }
    }
    body.check_pushed();
    check_all(&world.borrow());
}

fn transact<'mcx: 'c, 'a: 'c, 'c>(
    body: &mut Body<'mcx, 'a>,
    children: &mut Vec<Child<'c>>,
    plan: Plan,
    further_out: &mut dyn FnMut(usize, Step),
) {
    let (cx, world, number) = (body.cx, body.life.world, body.life.number);
    let Plan { limit, steps, end } = plan;
    let life = Life::begin(world, Some(number), limit.map_or(Kind::Inner, Kind::InnerLimited));
    let mut out = |level: usize, step: Step| match level {
        0 => serve_one(body, children, step, 0, further_out),
        _ => further_out(level - 1, step),
    };
    let outcome = catch_unwind(AssertUnwindSafe(|| match limit {
        None => cx.transaction::<Carry<'static>, ()>(|tx, _| run_inside(tx, &life, number, steps, end, &mut out)),
        Some(limit) => scope!(<'tx> tx in cx, try, limit = limit -> Result<Carry<'tx>, ()> => {
            run_inside(tx, &life, number, steps, end, &mut out)
        }),
    }));
    match (outcome, end) {
        (Ok(Ok(carry)), End::Commit) => {
            body.buffers.extend(carry.buffers);
            body.boxes.extend(carry.boxes);
            body.committed.extend(carry.committed);
        }
        (Ok(Err(())), End::Fail) => {}
        (Err(panic), End::Panic) if panic.is::<End>() => {}
        (Err(panic), _) => resume_unwind(panic),
        _ => panic!("another end than planned"),
    }
}

fn run_inside<'tx>(
    tx: MemCx<'tx>,
    life: &Life<'_>,
    number: usize,
    steps: Vec<(usize, Step)>,
    end: End,
    out: &mut dyn FnMut(usize, Step),
) -> Result<Carry<'tx>, ()> {
    let mut body = Body::new(tx, life);
    let mut children: Vec<Child<'_>> = Vec::new();
    for (level, step) in steps {
        match level {
            0 => serve_one(&mut body, &mut children, step, 0, out),
            _ => out(level - 1, step),
        }
    }
    drop(children);
    match end {
        End::Commit => Ok(body.commit(number)),
        End::Fail => Err(()),
        End::Panic => resume_unwind(Box::new(end)),
    }
}

async fn open(parent: MemCx<'_>, number: Option<usize>, kind: Kind, world: &World) {
    let life = Life::begin(world, number, kind);
    match kind {
        Kind::Root => {
            scope!(cx);
            serve(cx, &life).await;
        }
        Kind::Inner => {
            scope!(cx in parent);
            serve(cx, &life).await;
        }
        Kind::Limited(limit) => {
            scope!(cx, limit = limit);
            serve(cx, &life).await;
        }
        Kind::InnerLimited(limit) => {
            scope!(cx in parent, limit = limit);
            serve(cx, &life).await;
        }
        Kind::Recycling => {
            scope!(cx, recycle);
            serve(cx, &life).await;
        }
        Kind::RecyclingLimited(limit) => {
            scope!(cx, limit = limit, recycle);
            serve(cx, &life).await;
        }
        Kind::InnerRecycling(limit) => {
            scope!(cx in parent, limit = limit, recycle);
            serve(cx, &life).await;
        }
        Kind::Inline => {
            scope!(cx, inline = 2500);
            serve(cx, &life).await;
        }
        Kind::InlineRecycling(limit) => {
            scope!(cx, inline = 2500, limit = limit, recycle);
            serve(cx, &life).await;
        }
        Kind::Source(limit) => {
            scope!(cx, from = Heap, limit = limit, recycle);
            serve(cx, &life).await;
        }
        Kind::Objects(limit) => {
            let checked = Checked::new(Heap);
            scope!(cx, from = &checked, limit = limit, recycle);
            serve(cx, &life).await;
        }
    }
}

fn run(first: Kind, steps: Vec<Step>) {
    let world = World::default();
    scope!(outermost);
    let mut root: Child<'_> = Box::pin(open(outermost, None, first, &world));
    assert!(!poll(&mut root));
    for step in steps {
        world.borrow_mut().step = Some((step, 0));
        assert!(!poll(&mut root));
    }
    drop(root);
    assert!(world.borrow().live.is_empty());
}

const LIMITS: Range<usize> = 0..20_000;

fn kinds() -> impl Strategy<Value = Kind> {
    prop_oneof![
        2 => Just(Kind::Root),
        6 => Just(Kind::Inner),
        1 => LIMITS.prop_map(Kind::Limited),
        1 => LIMITS.prop_map(Kind::InnerLimited),
        1 => Just(Kind::Recycling),
        1 => LIMITS.prop_map(Kind::RecyclingLimited),
        2 => LIMITS.prop_map(Kind::InnerRecycling),
        1 => Just(Kind::InnerRecycling(usize::MAX)),
        1 => Just(Kind::Inline),
        1 => LIMITS.prop_map(Kind::InlineRecycling),
        1 => prop_oneof![LIMITS, Just(usize::MAX)].prop_map(Kind::Source),
        1 => LIMITS.prop_map(Kind::Objects),
    ]
}

fn sizes() -> impl Strategy<Value = usize> {
    prop_oneof![6 => 0..64_usize, 3 => 0..1500_usize, 1 => 1500..9000_usize]
}

/// What a program is about.
#[derive(Clone, Copy, PartialEq)]
enum About {
    All,
    /// All that goes together with scopes which are forgotten.
    Forgotten,
    /// Little but scopes beside each other in a scope: what each was lent, and where that is when it ends.
    Lending,
}

fn lending() -> BoxedStrategy<Action> {
    let kinds = prop_oneof![6 => Just(Kind::Inner), 1 => LIMITS.prop_map(Kind::InnerLimited)];
    prop_oneof![
        2 => (sizes(), 0..4_u32).prop_map(|(size, align)| Action::Layout { size, align }),
        2 => (1..200_usize).prop_map(Action::Text),
        4 => kinds.prop_map(Action::Open),
        2 => any::<usize>().prop_map(Action::Drop),
        2 => any::<usize>().prop_map(Action::Forget),
    ]
    .boxed()
}

/// `depth`: how many transactions there may be in each other.
fn actions(depth: u32, about: About) -> BoxedStrategy<Action> {
    let forget = about == About::Forgotten;
    let simple = if about == About::Lending { lending() } else { everything(forget) };
    let weight = if about == About::Lending { 3 } else { 12 };
    if depth == 0 {
        simple
    } else {
        prop_oneof![weight => simple, 1 => plans(depth, about).prop_map(Action::Transact)].boxed()
    }
}

/// `forget`: whether scopes may be forgotten.
fn everything(forget: bool) -> BoxedStrategy<Action> {
    prop_oneof![
        8 => (sizes(), 0..8_u32).prop_map(|(size, align)| Action::Layout { size, align }),
        1 => (1..3000_usize, 8..14_u32).prop_map(|(size, align)| Action::Layout { size, align }),
        2 => (1..200_usize).prop_map(Action::Text),
        4 => sizes().prop_map(Action::Buffer),
        6 => (any::<usize>(), sizes()).prop_map(|(which, by)| Action::Grow { which, by }),
        3 => (any::<usize>(), sizes()).prop_map(|(which, to)| Action::Shrink { which, to }),
        3 => any::<usize>().prop_map(Action::Free),
        3 => Just(Action::Boxed),
        3 => any::<usize>().prop_map(Action::FreeBox),
        6 => (1..40_usize).prop_map(Action::Push),
        1 => (0..300_usize, 0..50_usize).prop_map(|(len, hint)| Action::Collect { len, hint }),
        2 => Just(Action::Adopt),
        1 => Just(Action::Defer),
        // What leads to the memory of an owner may stand in a buffer that a forgotten scope had borrowed.
        2 => sizes().prop_map(if forget { Action::Buffer } else { Action::Owner }),
        3 => LIMITS.prop_map(Action::SetLimit),
        1 => Just(Action::SetLimit(usize::MAX)),
        1 => sizes().prop_map(Action::Dry),
        6 => kinds().prop_map(Action::Open),
        2 => any::<usize>().prop_map(Action::Drop),
        2 => any::<usize>().prop_map(if forget { Action::Forget } else { Action::Finish }),
        1 => any::<usize>().prop_map(Action::Finish),
    ]
    .boxed()
}

fn plans(depth: u32, about: About) -> impl Strategy<Value = Plan> {
    let limit = prop_oneof![3 => Just(None), 1 => Just(Some(usize::MAX)), 2 => LIMITS.prop_map(Some)];
    let level = prop_oneof![4 => Just(0_usize), 2 => Just(1_usize), 1 => 2..4_usize];
    let end = prop_oneof![4 => Just(End::Commit), 2 => Just(End::Fail), 1 => Just(End::Panic)];
    let inside = prop::collection::vec((level, steps(depth - 1, about)), 0..12);
    (limit, inside, end).prop_map(|(limit, steps, end)| Plan { limit, steps, end })
}

fn steps(depth: u32, about: About) -> impl Strategy<Value = Step> {
    let deep = if about == About::Lending { 0..2 } else { 0..6 };
    (prop::collection::vec(any::<usize>(), deep), actions(depth, about))
        .prop_map(|(path, action)| Step { path, action })
}

fn programs(about: About) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(steps(3, about), 1..if about == About::Lending { 30 } else { 150 })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 150, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nx03_pg14_random_programs_behave_as_the_model(first in kinds(), steps in programs(About::All)) {
        balanced(|| run(first, steps));
    }

    #[test]
    fn nx03_pg14_random_programs_that_forget_scopes_behave_as_the_model(first in kinds(), steps in programs(About::Forgotten)) {
        run(first, steps);
    }

    #[test]
    fn nx03_pg14_random_programs_about_lending_behave_as_the_model(first in kinds(), steps in programs(About::Lending)) {
        run(first, steps);
    }
}
