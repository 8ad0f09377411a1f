//! Random programs over strings and vectors, each beside its twin of std: of odd sizes and all alignments, in scopes of every kind
//! that end in any order which the types allow, with other things made and freed while a text is written or a list collected. After
//! each step all that is alive is compared, and none of it may overlap.

#[path = "../common/mod.rs"]
mod common;
mod twins;

use std::any::Any;
use std::cell::{Cell, RefCell};
use std::future::Future;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::pin::Pin;

use common::{Random, balanced, poll, turn};
use memscope::{AllocError, Carried, Family, Keepable, MemCx, scope};
use twins::{Element, Fixed, Growing, Lasting, Leaked, MAKE, New, Text, Told};

impl Random {
    /// Mostly a short one.
    fn len(&self) -> usize {
        self.below(self.pick(&[4, 4, 8, 8, 8, 20, 40, 300]))
    }

    fn pick<T: Copy>(&self, of: &[T]) -> T {
        of[self.below(of.len())]
    }

    fn fill(&self) -> u8 {
        self.below(256) as u8
    }

    fn text(&self) -> String {
        (0..self.len()).map(|_| self.char()).collect()
    }

    fn char(&self) -> char {
        self.pick(&['a', 'b', 'c', 'd', 'e', 'f', 'g', 'é', '€', '𝄞'])
    }

    fn list<T: Element>(&self) -> Vec<T> {
        (0..self.len().min(1000 / size_of::<T>().max(1))).map(|_| T::of(self.fill())).collect()
    }

    /// A part of `0..len`.
    fn range(&self, len: usize) -> Range<usize> {
        let start = self.below(len + 1);
        start..start + self.below(len - start + 1)
    }

    /// A place in a text where a character begins, or its end.
    fn place_in(&self, text: &str) -> usize {
        let at = self.below(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap_or(0)
    }
}

/// A panic that was asked for.
struct Planned;

fn plan_panic() -> ! {
    resume_unwind(Box::new(Planned))
}

/// Nothing if it ended with a panic that was asked for.
fn unless_planned<R>(result: Result<R, Box<dyn Any + Send>>) -> Option<R> {
    match result {
        Ok(value) => Some(value),
        Err(panic) if panic.is::<Planned>() => None,
        Err(panic) => resume_unwind(panic),
    }
}

/// What a scope is to do on its turn.
#[derive(Clone, Copy)]
enum Turn {
    Step,
    Check,
    End,
}

/// What all scopes of a program share.
struct World {
    random: Random,
    turn: Cell<Turn>,
    /// Where all that was checked since the last look for overlaps is.
    seen: RefCell<Vec<Range<usize>>>,
    transactions: Cell<usize>,
}

impl World {
    fn check_apart(&self) {
        let mut seen = self.seen.take();
        seen.retain(|range| !range.is_empty());
        seen.sort_by_key(|range| range.start);
        assert!(seen.is_sorted_by(|a, b| a.end <= b.start), "two of them overlap");
    }
}

/// What is alive in a scope.
struct Body<'mcx, 'w> {
    cx: MemCx<'mcx>,
    world: &'w World,
    /// Whether no limit holds, so that nothing is refused.
    roomy: bool,
    growing: RefCell<Vec<Box<dyn Growing<'mcx> + 'mcx>>>,
    fixed: RefCell<Vec<Lasting<'mcx>>>,
}

/// What a transaction carries over.
#[derive(Carried)]
struct Carry<'mcx>(Vec<Lasting<'mcx>>);

impl Family for Carry<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Carry<'_> {
    type At = Carry<'m>;
}

impl<'mcx, 'w> Body<'mcx, 'w> {
    fn new(cx: MemCx<'mcx>, world: &'w World, roomy: bool) -> Self {
        Self { cx, world, roomy, growing: RefCell::default(), fixed: RefCell::default() }
    }

    fn grows(&self, new: impl Growing<'mcx> + 'mcx) {
        self.growing.borrow_mut().push(Box::new(new));
    }

    fn keeps(&self, new: impl Fixed<'mcx> + 'mcx) {
        self.fixed.borrow_mut().push(Box::new(new));
    }

    fn check(&self) {
        let mut seen = self.world.seen.borrow_mut();
        seen.extend(self.growing.borrow().iter().map(|one| one.check()));
        seen.extend(self.fixed.borrow().iter().map(|one| one.check()));
    }

    /// Changes something by one of two ways; whether it was done.
    fn does<T>(
        &self,
        on: &mut T,
        plain: impl FnOnce(&mut T),
        fallible: impl FnOnce(&mut T) -> Result<(), AllocError>,
    ) -> bool {
        if self.roomy && self.world.random.one_in(2) {
            plain(on);
            return true;
        }
        let done = fallible(on).is_ok();
        assert!(done || !self.roomy, "refused without a limit");
        done
    }

    /// Takes one out, so that others may come while it is changed: mostly the one that came or changed last, behind whose
    /// memory there is little.
    fn any<T>(&self, of: &RefCell<Vec<T>>) -> Option<T> {
        let (mut of, random) = (of.borrow_mut(), &self.world.random);
        let last = of.len().checked_sub(1)?;
        Some(of.swap_remove(if random.one_in(4) { random.below(last + 1) } else { last }))
    }

    fn act(&self) {
        let random = &self.world.random;
        match random.below(16) {
            0 => random.pick(MAKE)(self, New::List),
            1 => self.grows(Text(self.cx.string(), String::new())),
            2 => {
                if let Ok(text) = self.cx.try_string_with_capacity(random.len()) {
                    self.grows(Text(text, String::new()));
                }
            }
            3 => {
                let told = Told::new(self);
                if let Ok(text) = self.cx.try_alloc_fmt(format_args!("{told}")) {
                    self.keeps(Leaked(text, told.written.take()));
                }
            }
            4 => random.pick(MAKE)(self, New::Slice),
            5..8 => self.put_beside(),
            8 | 9 => self.finish(),
            _ => self.change(),
        }
        while self.growing.borrow().len() > 12 {
            self.finish();
        }
    }

    fn change(&self) {
        if let Some(mut one) = self.any(&self.growing) {
            one.change(self);
            self.growing.borrow_mut().push(one);
        }
    }

    fn finish(&self) {
        if let Some(last) = self.any(&self.growing).and_then(|one| one.finish(&self.world.random)) {
            self.fixed.borrow_mut().push(last);
        }
    }

    /// What happens in the scope while something in it is made.
    fn meanwhile(&self) {
        let random = &self.world.random;
        for _ in 0..random.below(8).saturating_sub(5) {
            match random.below(16) {
                0 => self.change(),
                1 => self.finish(),
                2 => {
                    scope!(inner in self.cx);
                    let inner = Body::new(inner, self.world, self.roomy);
                    (0..random.below(4)).for_each(|_| inner.put_beside());
                    inner.check();
                    self.world.check_apart();
                }
                3 if random.one_in(10) => plan_panic(),
                _ => self.put_beside(),
            }
        }
    }

    /// Small things come and go.
    fn put_beside(&self) {
        let random = &self.world.random;
        match random.below(6) {
            0..3 => {
                let text = random.text();
                if let Ok(copy) = self.cx.try_alloc_str(&text) {
                    self.keeps(Leaked(copy, text));
                }
            }
            3 => random.pick(MAKE)(self, New::Boxed),
            _ => {
                if let Some(left) = self.any(&self.fixed).and_then(|one| one.end(self)) {
                    self.fixed.borrow_mut().push(left);
                }
            }
        }
    }

    /// All that is left of a transaction.
    fn carry(self) -> Carry<'mcx> {
        let grown = self.growing.into_inner().into_iter().filter_map(|one| one.finish(&self.world.random));
        Carry(self.fixed.into_inner().into_iter().chain(grown).collect())
    }
}

type Child<'a> = Pin<Box<dyn Future<Output = ()> + 'a>>;

/// A scope: its body, the scopes that were opened in it, and that around it if it is a transaction.
struct Scope<'a, 'mcx, 'w, 'c> {
    body: &'a Body<'mcx, 'w>,
    children: Vec<Child<'c>>,
    around: Option<&'a mut dyn Turns>,
}

trait Turns {
    fn step(&mut self);
    fn check(&mut self);
}

impl<'mcx: 'c, 'w: 'c, 'c> Turns for Scope<'_, 'mcx, 'w, 'c> {
    fn step(&mut self) {
        let Body { cx, world, roomy, .. } = *self.body;
        let random = &world.random;
        if let Some(around) = &mut self.around
            && random.one_in(4)
        {
            return around.step();
        }
        let child = random.below(self.children.len().max(1));
        match random.below(if self.children.is_empty() { 8 } else { 16 }) {
            0 if self.children.len() < 3 => {
                let mut child: Child<'c> = Box::pin(open(cx, world, random.below(KINDS), roomy));
                assert!(!poll(&mut child));
                self.children.push(child);
            }
            1 if world.transactions.get() < 3 => self.transact(),
            0..8 => _ = unless_planned(catch_unwind(AssertUnwindSafe(|| self.body.act()))),
            8 => drop(self.children.swap_remove(child)),
            9 => {
                world.turn.set(Turn::End);
                assert!(poll(&mut self.children.swap_remove(child)));
            }
            _ => {
                world.turn.set(Turn::Step);
                assert!(!poll(&mut self.children[child]));
            }
        }
    }

    fn check(&mut self) {
        self.body.check();
        self.body.world.turn.set(Turn::Check);
        assert!(!self.children.iter_mut().any(poll));
        if let Some(around) = &mut self.around {
            around.check();
        }
    }
}

impl<'mcx: 'c, 'w: 'c, 'c> Scope<'_, 'mcx, 'w, 'c> {
    fn transact(&mut self) {
        let Body { cx, world, roomy, .. } = *self.body;
        world.transactions.set(world.transactions.get() + 1);
        let result = catch_unwind(AssertUnwindSafe(|| match world.random.below(3) {
            0 => {
                let limit = world.random.below(5000);
                scope!(<'tx> tx in cx, try, limit = limit -> Result<Carry<'tx>, ()> => {
                    self.run_inside(tx, false)
                })
            }
            _ => cx.transaction::<Carry<'static>, ()>(|tx, _| self.run_inside(tx, roomy)),
        }));
        world.transactions.set(world.transactions.get() - 1);
        if let Some(Ok(Carry(fixed))) = unless_planned(result) {
            self.body.fixed.borrow_mut().extend(fixed);
        }
    }

    /// Steps of a transaction, and between them those of the scopes around it.
    fn run_inside<'tx>(&mut self, tx: MemCx<'tx>, roomy: bool) -> Result<Carry<'tx>, ()> {
        let world = self.body.world;
        let body = Body::new(tx, world, roomy);
        let mut inside = Scope { body: &body, children: Vec::new(), around: Some(self) };
        for _ in 0..world.random.below(12) {
            inside.step();
            inside.check();
            world.check_apart();
        }
        drop(inside);
        match world.random.below(5) {
            0 => Err(()),
            1 => plan_panic(),
            _ => Ok(body.carry()),
        }
    }
}

/// A scope on its turns, until it is told to end.
async fn serve(cx: MemCx<'_>, world: &World, roomy: bool) {
    let body = Body::new(cx, world, roomy);
    let mut scope = Scope { body: &body, children: Vec::new(), around: None };
    loop {
        turn().await;
        match world.turn.get() {
            Turn::Step => scope.step(),
            Turn::Check => scope.check(),
            Turn::End => return,
        }
    }
}

const KINDS: usize = 10;

/// Opens a scope of one of the kinds: first those that can be outermost.
async fn open(parent: MemCx<'_>, world: &World, kind: usize, roomy: bool) {
    let limit = 100 + world.random.below(10_000);
    match kind {
        0 => {
            scope!(cx);
            serve(cx, world, true).await;
        }
        1 => {
            scope!(cx, recycle);
            serve(cx, world, true).await;
        }
        2 => {
            scope!(cx, limit = limit);
            serve(cx, world, false).await;
        }
        3 => {
            scope!(cx, limit = limit, recycle);
            serve(cx, world, false).await;
        }
        4 => {
            scope!(cx, inline = 1000);
            serve(cx, world, true).await;
        }
        5 => {
            scope!(cx, inline = 1000, recycle);
            serve(cx, world, true).await;
        }
        6 => {
            scope!(cx in parent);
            serve(cx, world, roomy).await;
        }
        7 => {
            scope!(cx in parent, limit = limit);
            serve(cx, world, false).await;
        }
        8 => {
            scope!(cx in parent, recycle);
            serve(cx, world, roomy).await;
        }
        _ => {
            scope!(cx in parent, limit = limit, recycle);
            serve(cx, world, false).await;
        }
    }
}

fn run(seed: u64, kind: usize) {
    let random = Random::new(seed);
    let world = World { random, turn: Cell::new(Turn::Step), seen: RefCell::default(), transactions: Cell::new(0) };
    scope!(outermost);
    let mut root: Child<'_> = Box::pin(open(outermost, &world, kind, true));
    assert!(!poll(&mut root));
    for _ in 0..STEPS {
        for turn in [Turn::Step, Turn::Check] {
            world.turn.set(turn);
            assert!(!poll(&mut root));
        }
        world.check_apart();
    }
}

const PROGRAMS: u64 = if cfg!(miri) { 10 } else { 200 };
const STEPS: usize = if cfg!(miri) { 40 } else { 150 };

#[test]
fn nx03_cx09_pg10_random_texts_and_lists_are_what_their_twins_are() {
    for seed in 1..=PROGRAMS {
        let kind = seed as usize % KINDS;
        let result = catch_unwind(|| balanced(|| run(seed, kind)));
        result.unwrap_or_else(|panic| {
            eprintln!("in program {seed}");
            resume_unwind(panic)
        });
    }
}
