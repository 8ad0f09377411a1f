//! Several cells at once.

use core::error::Error;
use core::fmt;

use super::{MemCell, MemKey};

/// References to cells of one scope that a key can open together: tuples of two to eight, and arrays.
///
/// For [`MemKey::get_disjoint_mut`]; nothing else implements it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` are no cells that can be opened together",
    label = "not references to cells",
    note = "give a tuple `(&a, &b)` of up to eight references to `MemCell`s, or an array of references"
)]
pub trait Disjoint<'k, 'mcx>: Sealed {
    /// References to the values.
    type Values;

    #[doc(hidden)]
    fn open(self, key: &'k mut MemKey<'mcx>) -> Result<Self::Values, Overlap>;
}

pub trait Sealed {}

/// Two of the cells that were to be opened together are one, or one is a part of the other.
///
/// The positions are those among the arguments, from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Overlap {
    /// The position of one.
    pub first: usize,
    /// The position of the other, which is greater.
    pub second: usize,
}

impl fmt::Display for Overlap {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { first, second } = self;
        write!(f, "cells {first} and {second} are the same or overlap, so they cannot be changed at once")
    }
}

impl Error for Overlap {}

/// Where a value stands.
#[derive(Clone, Copy)]
struct Place {
    start: usize,
    /// How many bytes come after the first. A value of size zero counts as one byte.
    rest: usize,
}

impl Place {
    #[inline(always)]
    fn of<T: ?Sized>(cell: &MemCell<'_, T>) -> Self {
        Self { start: cell.as_ptr().addr(), rest: size_of_val(cell).saturating_sub(1) }
    }

    #[inline(always)]
    fn overlaps(self, other: Self) -> bool {
        // Neither can wrap: a value does not reach over the end of the address space.
        self.start <= other.start + other.rest && other.start <= self.start + self.rest
    }
}

/// That no two of these places overlap.
#[inline(always)]
fn disjoint(places: &[Place]) -> Result<(), Overlap> {
    for (second, place) in places.iter().enumerate() {
        if let Some(first) = places[..second].iter().position(|other| other.overlaps(*place)) {
            return Err(Overlap { first, second });
        }
    }
    Ok(())
}

impl<T: ?Sized, const N: usize> Sealed for [&MemCell<'_, T>; N] {}

impl<'k, 'mcx, T: ?Sized, const N: usize> Disjoint<'k, 'mcx> for [&'k MemCell<'mcx, T>; N] {
    type Values = [&'k mut T; N];

    #[inline]
    fn open(self, _: &'k mut MemKey<'mcx>) -> Result<Self::Values, Overlap> {
        disjoint(&self.map(Place::of))?;
        // SAFETY: the key is borrowed as `&mut` for `'k`, so that nothing else opens these cells meanwhile (see `MemKey`);
        // and of each other they share no byte, nor their address where they have none.
        Ok(self.map(|cell| unsafe { &mut *cell.as_ptr() }))
    }
}

macro_rules! tuples {
    ($(($($T:ident $cell:ident),*))*) => {
        $(
            impl<$($T: ?Sized),*> Sealed for ($(&MemCell<'_, $T>,)*) {}

            #[diagnostic::do_not_recommend]
            impl<'k, 'mcx, $($T: ?Sized),*> Disjoint<'k, 'mcx> for ($(&'k MemCell<'mcx, $T>,)*) {
                type Values = ($(&'k mut $T,)*);

                #[inline]
                fn open(self, _: &'k mut MemKey<'mcx>) -> Result<Self::Values, Overlap> {
                    let ($($cell,)*) = self;
                    disjoint(&[$(Place::of($cell)),*])?;
                    // SAFETY: as for arrays.
                    Ok(($(unsafe { &mut *$cell.as_ptr() },)*))
                }
            }
        )*
    };
}

tuples! {
    (A a, B b)
    (A a, B b, C c)
    (A a, B b, C c, D d)
    (A a, B b, C c, D d, E e)
    (A a, B b, C c, D d, E e, F f)
    (A a, B b, C c, D d, E e, F f, G g)
    (A a, B b, C c, D d, E e, F f, G g, H h)
}
