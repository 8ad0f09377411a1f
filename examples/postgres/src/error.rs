//! Errors on their way from Rust to the server.

use std::any::Any;
use std::ffi::{c_char, c_int};
use std::fmt::{self, Write as _};
use std::mem::forget;
use std::panic::{AssertUnwindSafe, catch_unwind};

use memscope::AllocError;

use crate::sys;

/// The five characters that tell SQL what kind of error it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SqlState(c_int);

impl SqlState {
    /// `53200`.
    pub const OUT_OF_MEMORY: Self = Self::new(b"53200");
    /// `57014`.
    pub const QUERY_CANCELED: Self = Self::new(b"57014");
    /// `54001`.
    pub const STATEMENT_TOO_COMPLEX: Self = Self::new(b"54001");
    /// `22021`.
    pub const CHARACTER_NOT_IN_REPERTOIRE: Self = Self::new(b"22021");
    /// `22004`.
    pub const NULL_VALUE_NOT_ALLOWED: Self = Self::new(b"22004");
    /// `22023`.
    pub const INVALID_PARAMETER_VALUE: Self = Self::new(b"22023");
    /// `0A000`.
    pub const FEATURE_NOT_SUPPORTED: Self = Self::new(b"0A000");
    /// `38000`: what an error is that says nothing else.
    pub const EXTERNAL_ROUTINE_EXCEPTION: Self = Self::new(b"38000");
    /// `XX000`: what a panic is.
    pub const INTERNAL_ERROR: Self = Self::new(b"XX000");

    /// A state by its characters, digits and capital letters.
    #[must_use]
    pub const fn new(code: &[u8; 5]) -> Self {
        let (mut packed, mut i) = (0, 5);
        while i > 0 {
            i -= 1;
            assert!(code[i].is_ascii_digit() || code[i].is_ascii_uppercase(), "digits and capital letters");
            packed = packed << 6 | (code[i] - b'0') as c_int & 0x3f;
        }
        Self(packed)
    }
}

/// An error for the server: a state and a message, which is cut where it is longer than 250 bytes.
///
/// It allocates nothing and owns nothing, so it can be raised from a frame without destructors. Every [error](std::error::Error)
/// becomes one with `?`; one that is due to memory, wherever in its chain, is `out_of_memory`.
#[derive(Clone, Copy)]
pub struct Error {
    state: SqlState,
    len: u8,
    text: [u8; Self::MAX + 1],
}

impl Error {
    /// How long a message can be, in bytes.
    const MAX: usize = 250;

    /// An error of this state.
    #[must_use]
    pub fn new(state: SqlState, message: impl fmt::Display) -> Self {
        let mut error = Self { state, len: 0, text: [0; _] };
        // What does not fit is left out; a formatter that fails has said what it could.
        let _ = write!(error, "{message}");
        error
    }

    /// The message.
    #[must_use]
    pub fn message(&self) -> &str {
        // Only whole characters are ever written.
        std::str::from_utf8(&self.text[..usize::from(self.len)]).unwrap_or_default()
    }

    /// The state.
    #[must_use]
    pub const fn state(&self) -> SqlState {
        self.state
    }

    fn panicked(payload: &(dyn Any + Send)) -> Self {
        let text = payload.downcast_ref::<String>().map(String::as_str);
        let text = text.or_else(|| payload.downcast_ref().copied()).unwrap_or("a value that is no text");
        Self::new(SqlState::INTERNAL_ERROR, format_args!("panic: {text}"))
    }

    /// Tells the server, at a level of its. Does not return from [`ERROR`](sys::ERROR).
    ///
    /// # Safety
    /// No frame from here to the server's owns anything, as the server may jump over them.
    pub(crate) unsafe fn tell(&self, level: c_int) {
        let text: *const c_char = self.text.as_ptr().cast();
        // SAFETY: by contract; the text ends with a zero byte, and is copied before this returns.
        unsafe {
            if sys::errstart(level, std::ptr::null()) {
                sys::errcode(self.state.0);
                sys::errmsg_internal(c"%s".as_ptr(), text);
                sys::errfinish(c"memscope-postgres".as_ptr(), 0, std::ptr::null());
            }
        }
    }

    /// Raises the error.
    ///
    /// # Safety
    /// As for [`tell`](Self::tell).
    pub(crate) unsafe fn raise(&self) -> ! {
        // SAFETY: by contract.
        unsafe {
            if self.state == SqlState::QUERY_CANCELED {
                // The server knows why, and says it better.
                sys::ProcessInterrupts();
            }
            self.tell(sys::ERROR);
        }
        unreachable!("the server returned from an error")
    }
}

impl fmt::Write for Error {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        // The server takes the text as one of C's.
        let text = text.split('\0').next().unwrap_or_default();
        let len = usize::from(self.len);
        let room = Self::MAX - len;
        let fits = if text.len() <= room {
            text.len()
        } else {
            (0..=room).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        };
        self.text[len..len + fits].copy_from_slice(&text.as_bytes()[..fits]);
        self.len += fits as u8;
        if fits == text.len() { Ok(()) } else { Err(fmt::Error) }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Error").field(&self.message()).finish()
    }
}

impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        let mut chain =
            std::iter::successors(Some(&error as &(dyn std::error::Error + 'static)), |error| error.source());
        let of_memory = chain.any(|error| error.is::<AllocError>());
        Self::new(if of_memory { SqlState::OUT_OF_MEMORY } else { SqlState::EXTERNAL_ROUTINE_EXCEPTION }, error)
    }
}

/// Runs Rust code, of which nothing is left when this returns: what it owned has been dropped, panic or not.
pub(crate) fn caught<T: Copy>(f: impl FnOnce() -> Result<T, Error>) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(f)).unwrap_or_else(|payload| {
        let error = Error::panicked(&*payload);
        // The payload is a value of the user's, whose destructor may panic in its turn.
        if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
            forget(another);
        }
        Err(error)
    })
}
