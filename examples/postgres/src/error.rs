//! Errors on their way from Rust to the server.

use std::any::Any;
use std::cell::UnsafeCell;
use std::ffi::{CStr, c_int};
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

/// An error for SQL: a state and a message. Every [error](std::error::Error) becomes one with `?`; one that is due to memory,
/// wherever in its chain, is `out_of_memory`.
///
/// The server gets the first kilobyte of the message. Where there is no memory to write one, it is shorter still.
pub struct Error {
    state: SqlState,
    message: Message,
}

enum Message {
    Memory(AllocError),
    Text(String),
}

impl Error {
    /// An error of this state.
    #[must_use]
    pub fn new(state: SqlState, message: impl fmt::Display) -> Self {
        /// Where Rust's heap has nothing left it would end the process.
        struct Fallible(String);
        impl fmt::Write for Fallible {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                self.0.try_reserve(text.len()).map_err(|_| fmt::Error)?;
                self.0.push_str(text);
                Ok(())
            }
        }
        let mut text = Fallible(String::new());
        // A message that cannot be written to its end has said what it could.
        let _ = write!(text, "{message}");
        Self { state, message: Message::Text(text.0) }
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
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.message {
            Message::Memory(error) => error.fmt(f),
            Message::Text(text) => f.write_str(text),
        }
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Error").field(&format_args!("{self}")).finish()
    }
}

impl<E: std::error::Error + 'static> From<E> for Error {
    fn from(error: E) -> Self {
        let first = &error as &(dyn std::error::Error + 'static);
        if let Some(error) = first.downcast_ref() {
            return Self { state: SqlState::OUT_OF_MEMORY, message: Message::Memory(*error) };
        }
        let of_memory =
            std::iter::successors(Some(first), |error| error.source()).any(|error| error.is::<AllocError>());
        Self::new(if of_memory { SqlState::OUT_OF_MEMORY } else { SqlState::EXTERNAL_ROUTINE_EXCEPTION }, error)
    }
}

/// An error as plain data: the state. The message stands in the one place that the process has for it, until it is told.
#[derive(Clone, Copy)]
pub struct Failure(SqlState);

/// As C has it: what follows the first zero byte does not count.
struct Text(UnsafeCell<[u8; Text::MAX + 1]>);

impl Text {
    const MAX: usize = 1024;
}

// SAFETY: only the server's one thread comes here.
unsafe impl Sync for Text {}

static TEXT: Text = Text(UnsafeCell::new([0; _]));

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        struct Writer<'t>(&'t mut [u8; Text::MAX + 1], usize);
        impl fmt::Write for Writer<'_> {
            fn write_str(&mut self, text: &str) -> fmt::Result {
                let room = Text::MAX - self.1;
                let fits = if text.len() <= room { text.len() } else { cut(text, room) };
                self.0[self.1..self.1 + fits].copy_from_slice(&text.as_bytes()[..fits]);
                self.1 += fits;
                if fits == text.len() { Ok(()) } else { Err(fmt::Error) }
            }
        }
        /// Where to cut, so that no character is.
        fn cut(text: &str, room: usize) -> usize {
            (0..=room).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0)
        }
        // SAFETY: on the server's one thread; nothing that is called meanwhile comes here.
        let mut writer = Writer(unsafe { &mut *TEXT.0.get() }, 0);
        // What does not fit is left out.
        let _ = write!(writer, "{error}");
        writer.0[writer.1] = 0;
        Self(error.state)
    }
}

impl Failure {
    /// Tells the server, at a level of its. Does not return from [`ERROR`](sys::ERROR).
    ///
    /// # Safety
    /// No frame from here to the server's owns anything, as the server may jump over them.
    pub(crate) unsafe fn tell(self, level: c_int) {
        // SAFETY: by contract; the text ends with a zero byte.
        unsafe { tell(level, self.0, CStr::from_ptr(TEXT.0.get().cast())) }
    }

    /// Raises the error.
    ///
    /// # Safety
    /// As for [`tell`](Self::tell).
    pub(crate) unsafe fn raise(self) -> ! {
        // SAFETY: by contract.
        unsafe {
            if self.0 == SqlState::QUERY_CANCELED {
                // The server knows why, and says it better.
                sys::ProcessInterrupts();
            }
            self.tell(sys::ERROR);
        }
        unreachable!("the server returned from an error")
    }
}

/// # Safety
/// As for [`Failure::tell`].
unsafe fn tell(level: c_int, state: SqlState, text: &CStr) {
    // SAFETY: by contract; the text is copied before this returns.
    unsafe {
        if sys::errstart(level, std::ptr::null()) {
            sys::errcode(state.0);
            sys::errmsg_internal(c"%s".as_ptr(), text.as_ptr());
            sys::errfinish(c"memscope-postgres".as_ptr(), 0, std::ptr::null());
        }
    }
}

/// Raises an error from a plain frame.
///
/// # Safety
/// As for [`Failure::tell`].
pub(crate) unsafe fn raise(state: SqlState, text: &'static CStr) -> ! {
    // SAFETY: by contract.
    unsafe { tell(sys::ERROR, state, text) };
    unreachable!("the server returned from an error")
}

/// Runs Rust code, of which nothing is left when this returns: what it owned has been dropped, panic or not.
pub(crate) fn caught<T: Copy>(f: impl FnOnce() -> Result<T, Error>) -> Result<T, Failure> {
    let error = match catch_unwind(AssertUnwindSafe(f)) {
        Ok(Ok(value)) => return Ok(value),
        Ok(Err(error)) => error,
        Err(payload) => {
            let error = Error::panicked(&*payload);
            // The payload is a value of the user's, whose destructor may panic in its turn.
            if let Err(another) = catch_unwind(AssertUnwindSafe(|| drop(payload))) {
                forget(another);
            }
            error
        }
    };
    Err(error.into())
}
