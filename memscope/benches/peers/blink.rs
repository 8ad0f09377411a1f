//! blink-alloc, which is emptied by `reset`. Its vectors are those of allocator-api2.

use std::fmt;

use allocator_api2_04::vec::Vec;
use blink_alloc::BlinkAlloc;

use super::{Arena, Buffers, Growing, Place, utf8::Utf8};

pub type Blink = blink_alloc::Blink<BlinkAlloc>;

impl Arena for Blink {
    type Place<'a> = &'a Self;

    fn with_room(bytes: usize) -> Self {
        if bytes == 0 { Self::new() } else { Self::with_chunk_size(bytes) }
    }

    #[inline(always)]
    fn scope<R>(&mut self, body: impl FnOnce(&Self) -> R) -> R {
        let result = body(self);
        self.reset();
        result
    }
}

impl<'a> Place<'a> for &'a Blink {
    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.put_no_drop(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        self.copy_str(text)
    }
}

impl<'a> Buffers<'a> for &'a Blink {
    type Vec<T: 'a> = Vec<T, &'a BlinkAlloc>;

    #[inline(always)]
    fn vec<T: 'a>(self) -> Self::Vec<T> {
        Vec::new_in(self.allocator())
    }

    #[inline(always)]
    fn format(self, args: fmt::Arguments<'_>) -> &'a str {
        Utf8::format(self.vec(), args).finish()
    }
}

impl<'a, T> Growing<'a, T> for Vec<T, &'a BlinkAlloc> {
    #[inline(always)]
    fn push(&mut self, value: T) {
        self.push(value);
    }

    #[inline(always)]
    fn finish(self) -> &'a [T] {
        self.leak()
    }
}
