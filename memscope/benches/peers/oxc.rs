//! The allocator of oxc, which is emptied by `reset`.

use std::fmt::{self, Write};

use super::{Arena, Buffers, Growing, Place, UNWRITABLE};

pub type Oxc = oxc_allocator::Allocator;

impl Arena for Oxc {
    type Place<'a> = &'a Oxc;

    fn with_room(bytes: usize) -> Self {
        Self::with_capacity(bytes)
    }

    #[inline(always)]
    fn scope<R>(&mut self, body: impl FnOnce(&Self) -> R) -> R {
        let result = body(self);
        self.reset();
        result
    }
}

impl<'a> Place<'a> for &'a Oxc {
    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.alloc(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.alloc_str(text)
    }
}

impl<'a> Buffers<'a> for &'a Oxc {
    type Vec<T: 'a> = oxc_allocator::Vec<'a, T>;

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        oxc_allocator::Vec::new_in(&self)
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        let mut string = oxc_allocator::StringBuilder::new_in(self);
        string.write_fmt(args).expect(UNWRITABLE);
        string.into_str()
    }
}

impl<'a, T> Growing<'a, T> for oxc_allocator::Vec<'a, T> {
    #[inline(always)]
    fn push(&mut self, value: T) {
        (**self).push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        self.into_arena_slice()
    }
}
