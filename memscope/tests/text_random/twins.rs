//! What the programs make: texts, lists, slices and boxes, each beside its twin.

use std::borrow::Borrow;
use std::cell::{Cell, RefCell};
use std::fmt::{self, Debug, Display, Write};
use std::ops::Range;

use memscope::{Carried, MemBox, MemString, MemVec};

use crate::common::Random;
use crate::{Body, World};

/// What lists are of: odd sizes, and all alignments up to that of a line.
pub(crate) trait Element: Carried + Copy + PartialEq + Debug + 'static {
    fn of(fill: u8) -> Self;
}

#[derive(Clone, Copy, PartialEq, Debug, Carried)]
#[repr(align(16))]
struct Wide([u8; 16]);

#[derive(Clone, Copy, PartialEq, Debug, Carried)]
#[repr(align(64))]
struct Line([u8; 64]);

#[derive(Clone, Copy, PartialEq, Debug, Carried)]
#[repr(align(64))]
struct Nothing;

macro_rules! elements {
    ($($ty:ty = $of:expr),* $(,)?) => {
        $(impl Element for $ty {
            fn of(fill: u8) -> Self {
                $of(fill)
            }
        })*

        /// Makes something of each.
        pub(crate) const MAKE: &[fn(&Body<'_, '_>, New)] = &[$(make::<$ty>),*];
    };
}

elements! {
    [u8; 1] = |fill| [fill; 1],
    [u8; 3] = |fill| [fill; 3],
    [u8; 13] = |fill| [fill; 13],
    u16 = |fill| u16::from_ne_bytes([fill; 2]),
    [u16; 3] = |fill| [u16::of(fill); 3],
    u32 = |fill| u32::from_ne_bytes([fill; 4]),
    [u32; 3] = |fill| [u32::of(fill); 3],
    u64 = |fill| u64::from_ne_bytes([fill; 8]),
    Wide = |fill| Wide([fill; 16]),
    Line = |fill| Line([fill; 64]),
    Nothing = |_| Nothing,
}

/// Something that changes, beside its twin.
pub(crate) trait Growing<'mcx> {
    /// Compares it with its twin; returns where it is.
    fn check(&self) -> Range<usize>;
    fn change(&mut self, body: &Body<'mcx, '_>);
    /// What it becomes, or nothing if it is dropped.
    fn finish(self: Box<Self>, random: &Random) -> Option<Lasting<'mcx>>;
}

/// Something that stays as it is, beside its twin.
pub(crate) trait Fixed<'mcx>: Carried {
    fn check(&self) -> Range<usize>;
    /// Frees it, or makes it last as long as the scope.
    fn end(self: Box<Self>, body: &Body<'mcx, '_>) -> Option<Lasting<'mcx>>;
}

pub(crate) type Lasting<'mcx> = Box<dyn Fixed<'mcx> + 'mcx>;

/// Where a value is, which must be aligned.
fn place<T: ?Sized>(value: &T) -> Range<usize> {
    let start = (&raw const *value).addr();
    assert!(start.is_multiple_of(align_of_val(value)));
    start..start + size_of_val(value)
}

/// What has a twin of std.
pub(crate) trait Twin: ToOwned<Owned: Carried> + PartialEq + Carried + 'static {}
impl<T: ?Sized + ToOwned<Owned: Carried> + PartialEq + Carried + 'static> Twin for T {}

#[derive(Carried)]
pub(crate) struct Leaked<'mcx, T: ?Sized + Twin>(pub(crate) &'mcx mut T, pub(crate) T::Owned);

#[derive(Carried)]
struct Owned<'mcx, T: ?Sized + Twin>(MemBox<'mcx, T>, T::Owned);

impl<'mcx, T: ?Sized + Twin> Fixed<'mcx> for Leaked<'mcx, T> {
    fn check(&self) -> Range<usize> {
        assert!(*self.0 == *self.1.borrow(), "overwritten");
        place(&*self.0)
    }

    fn end(self: Box<Self>, _: &Body<'mcx, '_>) -> Option<Lasting<'mcx>> {
        Some(self)
    }
}

impl<'mcx, T: ?Sized + Twin> Fixed<'mcx> for Owned<'mcx, T> {
    fn check(&self) -> Range<usize> {
        assert!(*self.0 == *self.1.borrow(), "overwritten");
        place(&*self.0)
    }

    fn end(self: Box<Self>, body: &Body<'mcx, '_>) -> Option<Lasting<'mcx>> {
        match body.world.random.below(4) {
            0 => return Some(Box::new(Leaked(MemBox::leak(self.0), self.1))),
            1 => drop(self.0),
            _ => body.cx.free(self.0),
        }
        None
    }
}

pub(crate) struct Text<'mcx>(pub(crate) MemString<'mcx>, pub(crate) String);

impl<'mcx> Growing<'mcx> for Text<'mcx> {
    fn check(&self) -> Range<usize> {
        assert!(self.0 == self.1, "overwritten");
        let start = self.0.as_ptr().addr();
        start..start + self.0.capacity()
    }

    fn change(&mut self, body: &Body<'mcx, '_>) {
        let (Self(text, twin), random) = (self, &body.world.random);
        let (at, c, more) = (random.place_in(twin), random.char(), random.text());
        match random.below(16) {
            0 if body.does(text, |text| text.push(c), |text| text.try_push(c)) => twin.push(c),
            1 | 2 if body.does(text, |text| text.push_str(&more), |text| text.try_push_str(&more)) => {
                twin.push_str(&more)
            }
            3 if body.does(text, |text| text.insert(at, c), |text| text.try_insert(at, c)) => twin.insert(at, c),
            4 if body.does(text, |text| text.insert_str(at, &more), |text| text.try_insert_str(at, &more)) => {
                twin.insert_str(at, &more);
            }
            5 if at < twin.len() => assert_eq!(text.remove(at), twin.remove(at)),
            6 => {
                text.truncate(at);
                twin.truncate(at);
            }
            7 | 8 => text.shrink_to_fit(),
            9 => _ = body.does(text, |text| text.reserve(more.len()), |text| text.try_reserve(more.len())),
            10 => _ = body.does(text, |text| text.reserve_exact(more.len()), |text| text.try_reserve_exact(more.len())),
            11 => {
                let (start, taken) = (at.min(random.place_in(twin)), random.below(4));
                let end = at.max(start);
                assert!(text.drain(start..end).take(taken).eq(twin[start..end].chars().take(taken)));
                twin.drain(start..end);
            }
            12 => {
                if let Ok(rest) = text.try_split_off(at) {
                    body.grows(Text(rest, twin.split_off(at)));
                }
            }
            13 => {
                text.retain(|other| other != c);
                twin.retain(|other| other != c);
            }
            14 => {
                let told = Told::new(body);
                // An error ends what is written, between two pieces.
                let result = write!(text, "{told}");
                assert!(result.is_ok() || !body.roomy);
                twin.push_str(&told.written.borrow());
            }
            15 if random.one_in(4) => {
                text.clear();
                twin.clear();
            }
            _ => {}
        }
    }

    fn finish(self: Box<Self>, random: &Random) -> Option<Lasting<'mcx>> {
        match random.below(3) {
            0 => Some(Box::new(Leaked(self.0.into_str(), self.1))),
            1 => Some(Box::new(Owned(self.0.into_boxed_str(), self.1))),
            _ => None,
        }
    }
}

struct List<'mcx, T: Element>(MemVec<'mcx, T>, Vec<T>);

impl<'mcx, T: Element> Growing<'mcx> for List<'mcx, T> {
    fn check(&self) -> Range<usize> {
        assert!(self.0 == self.1, "overwritten");
        let start = place(&*self.0).start;
        start..start + self.0.capacity().saturating_mul(size_of::<T>())
    }

    fn change(&mut self, body: &Body<'mcx, '_>) {
        let (Self(list, twin), random) = (self, &body.world.random);
        let (len, value, more) = (twin.len(), T::of(random.fill()), random.list());
        let at = random.below(len + 1);
        match random.below(18) {
            0 | 1 => {
                for &value in &more {
                    if body.does(list, |list| list.push(value), |list| list.try_push(value)) {
                        twin.push(value);
                    }
                }
            }
            2 if body.does(list, |list| list.insert(at, value), |list| list.try_insert(at, value)) => {
                twin.insert(at, value)
            }
            3 if at < len => assert_eq!(list.remove(at), twin.remove(at)),
            4 if at < len => assert_eq!(list.swap_remove(at), twin.swap_remove(at)),
            5 => {
                list.truncate(at);
                twin.truncate(at);
            }
            6 | 7 => list.shrink_to_fit(),
            8 => list.shrink_to(at),
            9 => _ = body.does(list, |list| list.reserve(at), |list| list.try_reserve(at)),
            10 => _ = body.does(list, |list| list.reserve_exact(at), |list| list.try_reserve_exact(at)),
            11 => {
                let (range, taken) = (random.range(len), random.below(4));
                assert!(list.drain(range.clone()).take(taken).eq(twin[range.clone()].iter().copied().take(taken)));
                twin.drain(range);
            }
            12 => {
                if let Ok(rest) = list.try_split_off(at) {
                    body.grows(List(rest, twin.split_off(at)));
                }
            }
            13 => {
                let taken = Cell::new(0);
                let values = more.iter().copied().inspect(|_| taken.set(taken.get() + 1)).inspect(|_| body.meanwhile());
                if body.roomy {
                    list.extend(values);
                } else if list.try_extend(values).is_err() {
                    assert!(list.len() <= len + taken.get(), "more than was taken");
                }
                twin.extend(&more[..list.len() - len]);
            }
            14 if body.does(list, |list| list.extend_from_slice(&more), |list| list.try_extend_from_slice(&more)) => {
                twin.extend(&more);
            }
            15 if body.does(list, |list| list.resize(at, value), |list| list.try_resize(at, value)) => {
                twin.resize(at, value)
            }
            16 => {
                let keep = |other: &T| {
                    body.meanwhile();
                    *other != value
                };
                list.retain(keep);
                twin.retain(|other| *other != value);
            }
            17 if random.one_in(4) => {
                list.clear();
                twin.clear();
            }
            _ => {}
        }
    }

    fn finish(self: Box<Self>, random: &Random) -> Option<Lasting<'mcx>> {
        match random.below(4) {
            0 => Some(Box::new(Leaked(self.0.into_slice(), self.1))),
            1 => Some(Box::new(Leaked(self.0.leak(), self.1))),
            2 => Some(Box::new(Owned(self.0.into_boxed_slice(), self.1))),
            _ => None,
        }
    }
}

/// What is made of an element.
#[derive(Clone, Copy)]
pub(crate) enum New {
    List,
    Slice,
    Boxed,
}

fn make<T: Element>(body: &Body<'_, '_>, new: New) {
    let Body { cx, world: World { random, .. }, .. } = body;
    match new {
        New::List => {
            let list = if random.one_in(3) { Ok(cx.vec()) } else { cx.try_vec_with_capacity(random.below(40)) };
            if let Ok(list) = list {
                body.grows(List::<T>(list, Vec::new()));
            }
        }
        New::Slice => {
            let twin = random.list::<T>();
            let values = twin.iter().copied().inspect(|_| body.meanwhile());
            let slice = match random.below(3) {
                0 => cx.try_alloc_slice_copy(&twin),
                1 => cx.try_alloc_iter(values),
                _ => cx.try_alloc_iter_exact(values),
            };
            if let Ok(slice) = slice {
                body.keeps(Leaked(slice, twin));
            }
        }
        New::Boxed => {
            let value = T::of(random.fill());
            if let Ok(boxed) = cx.try_boxed(value) {
                body.keeps(Owned(boxed, value));
            }
        }
    }
}

/// Tells a text in pieces, between which other things happen in the scope.
pub(crate) struct Told<'a, 'mcx, 'w> {
    body: &'a Body<'mcx, 'w>,
    pub(crate) written: RefCell<String>,
}

impl<'a, 'mcx, 'w> Told<'a, 'mcx, 'w> {
    pub(crate) fn new(body: &'a Body<'mcx, 'w>) -> Self {
        Self { body, written: RefCell::default() }
    }
}

impl Display for Told<'_, '_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let random = &self.body.world.random;
        for _ in 0..random.below(6) {
            let piece = random.text();
            f.write_str(&piece)?;
            self.written.borrow_mut().push_str(&piece);
            self.body.meanwhile();
        }
        Ok(())
    }
}
