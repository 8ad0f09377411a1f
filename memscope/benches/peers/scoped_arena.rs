//! scoped-arena, which is emptied by `reset`, since that takes less than a scope inside another does; `nested` has those.
//! It has no vectors and no strings: what holds text is a block that it gives.

use std::alloc::Layout;

use scoped_arena::Scope;

use super::{Arena, Place};

pub type ScopedArena = Scope<'static>;

impl Arena for ScopedArena {
    type Place<'a> = &'a Scope<'a>;

    fn with_room(bytes: usize) -> Self {
        Self::with_capacity(bytes)
    }

    #[inline(always)]
    fn scope<R>(&mut self, body: impl FnOnce(Self::Place<'_>) -> R) -> R {
        let result = body(self);
        self.reset();
        result
    }
}

impl<'a> Place<'a> for &'a Scope<'a> {
    #[inline(always)]
    fn put<T: 'a>(self, value: T) -> &'a mut T {
        self.to_scope(value)
    }

    #[inline(always)]
    fn text(self, text: &str) -> &'a str {
        let bytes = &mut self.alloc(Layout::for_value(text))[..text.len()];
        // SAFETY: a copy of a `str`.
        unsafe { str::from_utf8_unchecked(bytes.write_copy_of_slice(text.as_bytes())) }
    }
}
