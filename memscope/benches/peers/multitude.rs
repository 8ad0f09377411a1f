//! multitude, which is emptied by `reset`. Its owners are leaked, as values that need no drop are meant to be.

use std::fmt::{self, Write};

use multitude::Alloc;

use super::{Arena, Buffers, Growing, Place, UNWRITABLE};

pub type Multitude = multitude::Arena;

impl Arena for Multitude {
    type Place<'a> = &'a Self;

    fn with_room(bytes: usize) -> Self {
        Self::builder().with_capacity(bytes).build()
    }

    #[inline(always)]
    fn scope<R>(&mut self, body: impl FnOnce(&Self) -> R) -> R {
        let result = body(self);
        self.reset();
        result
    }
}

impl<'a> Place<'a> for &'a Multitude {
    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        Alloc::leak(self.alloc(value))
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        Alloc::leak(self.alloc_str(text))
    }
}

impl<'a> Buffers<'a> for &'a Multitude {
    type Vec<T: 'a> = multitude::vec::Vec<'a, T>;

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        self.alloc_vec()
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        let mut string = self.alloc_string();
        string.write_fmt(args).expect(UNWRITABLE);
        string.leak()
    }
}

impl<'a, T> Growing<'a, T> for multitude::vec::Vec<'a, T> {
    #[inline(always)]
    fn push(&mut self, value: T) {
        self.push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        self.leak()
    }
}
