//! One call of a function by the server: arguments in, Rust code, an answer or an error out.
//!
//! The server leaves errors by `longjmp`, which runs no destructor. So a call has two kinds of frames:
//!
//! * *Plain* frames own nothing: what the macros write into the entry point, and the `unsafe` functions of this crate that it
//!   calls. Only they call what may raise an error: before Rust code runs (arguments are unpacked, contexts made), and
//!   after everything of it has been dropped (contexts are freed, the error is raised).
//! * *Rust code* runs within [`caught`]. All that it can do with the server is to ask for memory, give it back, and read flags.

use std::cell::Cell;
use std::marker::PhantomData;
use std::mem::needs_drop;
use std::ptr::{self, NonNull};

use memscope::{MemCx, MemString, with_scope_on};

use crate::error::{Error, Failure, SqlState, caught, raise};
use crate::palloc::{Palloc, palloc};
use crate::sys::{self, Datum, FunctionCallInfo, MemoryContext, NullableDatum};

/// What the server passes to a function, in a plain frame.
pub struct Call {
    info: NonNull<FunctionCallInfo>,
    /// The server's current context: what the answer is kept in.
    pub(crate) context: MemoryContext,
    taken: Cell<i16>,
}

const _: () = assert!(!needs_drop::<Call>() && !needs_drop::<Result<Reply, Failure>>());

impl Call {
    /// # Safety
    /// Called by the server with this argument, in a plain frame.
    pub unsafe fn begin(info: *mut FunctionCallInfo) -> Self {
        // SAFETY: by contract; the server always has a current context.
        unsafe {
            let context = sys::CurrentMemoryContext;
            if (*context).tag == sys::T_SLAB_CONTEXT {
                raise(SqlState::FEATURE_NOT_SUPPORTED, c"a slab has room for one size only");
            }
            Self { info: NonNull::new_unchecked(info), context, taken: Cell::new(0) }
        }
    }

    pub(crate) fn info(&self) -> *mut FunctionCallInfo {
        self.info.as_ptr()
    }

    /// The next argument.
    ///
    /// # Safety
    /// In a plain frame; the function is declared to SQL with an argument of this type here.
    pub unsafe fn argument<'c, A: Argument<'c>>(&'c self) -> A {
        // SAFETY: passed on.
        unsafe { A::take(self) }
    }

    /// The next argument's value, or `None` if it is null.
    ///
    /// # Safety
    /// In a plain frame.
    pub(crate) unsafe fn take(&self) -> Option<Datum> {
        let at = self.taken.replace(self.taken.get() + 1);
        // SAFETY: the server's argument, of which there are so many.
        unsafe {
            if at >= (*self.info()).nargs {
                raise(SqlState::INVALID_PARAMETER_VALUE, c"declared to SQL with too few arguments");
            }
            let NullableDatum { value, isnull } =
                *(&raw const (*self.info()).args).cast::<NullableDatum>().add(at as usize);
            (!isnull).then_some(value)
        }
    }

    /// Runs Rust code with a scope in the server's current context, which sees each object, or chunks.
    pub fn run(
        &self,
        objects: bool,
        f: impl for<'m> FnOnce(MemCx<'m>) -> Result<Reply, Error>,
    ) -> Result<Reply, Failure> {
        caught(|| with_scope_on(self.memory(objects), f))
    }

    /// The current context as a source.
    pub(crate) fn memory(&self, objects: bool) -> Palloc<'_> {
        // SAFETY: the server frees its current context after the call, and `begin` saw that it is no slab.
        unsafe { Palloc::of(self.context, objects) }
    }

    /// Gives the server what came of the call.
    ///
    /// # Safety
    /// In a plain frame, at its end.
    pub unsafe fn finish(&self, outcome: Result<Reply, Failure>) -> Datum {
        // SAFETY: by contract.
        unsafe {
            match outcome {
                Ok(Reply(Some(datum))) => datum,
                Ok(Reply(None)) => {
                    (*self.info()).isnull = true;
                    0
                }
                Err(failure) => failure.raise(),
            }
        }
    }
}

/// What goes back to the server: plain data.
#[derive(Clone, Copy)]
pub struct Reply(Option<Datum>);

impl Reply {
    /// SQL's null.
    pub const NULL: Self = Self(None);

    /// A value.
    ///
    /// # Safety
    /// It is of the type that SQL was told; if that is a pointer, then to memory of the server's current context.
    #[must_use]
    pub const unsafe fn value(datum: Datum) -> Self {
        Self(Some(datum))
    }
}

/// A type of an argument. It owns nothing, since the server may jump over the frame that has it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type of an SQL argument",
    label = "no argument of SQL's",
    note = "arguments are `&str`, `i64`, `Option<&str>`, `Option<i64>`, and `Server`"
)]
pub trait Argument<'c>: Copy {
    /// # Safety
    /// As for [`Call::argument`].
    #[doc(hidden)]
    unsafe fn take(call: &'c Call) -> Self;
}

impl Argument<'_> for i64 {
    unsafe fn take(call: &Call) -> Self {
        // SAFETY: in a plain frame.
        unsafe { call.take().unwrap_or_else(|| null()) as Self }
    }
}

/// # Safety
/// In a plain frame.
unsafe fn null() -> ! {
    // SAFETY: by contract.
    unsafe { raise(SqlState::NULL_VALUE_NOT_ALLOWED, c"null, where a value is needed") }
}

impl<'c> Argument<'c> for &'c str {
    unsafe fn take(call: &'c Call) -> Self {
        // SAFETY: in a plain frame, by contract.
        unsafe { <Option<Self> as Argument>::take(call).unwrap_or_else(|| null()) }
    }
}

impl<'c> Argument<'c> for Option<&'c str> {
    unsafe fn take(call: &'c Call) -> Self {
        // SAFETY: in a plain frame, and a text by contract: it, or its copy in the current context, is there during the call.
        unsafe {
            let packed = sys::pg_detoast_datum_packed(ptr::with_exposed_provenance_mut(call.take()?));
            match std::str::from_utf8(varlena::bytes(packed.cast())) {
                Ok(text) => Some(text),
                Err(_) => raise(SqlState::CHARACTER_NOT_IN_REPERTOIRE, c"a text that is not UTF-8"),
            }
        }
    }
}

impl Argument<'_> for Option<i64> {
    unsafe fn take(call: &Call) -> Self {
        // SAFETY: in a plain frame.
        unsafe { call.take().map(|value| value as i64) }
    }
}

/// What Rust code may ask of the server while it runs. As an argument it is none of SQL's.
#[derive(Clone, Copy)]
pub struct Server<'c> {
    context: MemoryContext,
    life: PhantomData<&'c ()>,
}

impl<'c> Argument<'c> for Server<'c> {
    unsafe fn take(call: &'c Call) -> Self {
        Self { context: call.context, life: PhantomData }
    }
}

impl<'c> Server<'c> {
    /// Memory of the server's current context, one object at a time.
    #[must_use]
    pub fn objects(self) -> Palloc<'c> {
        // SAFETY: as for `Call::memory`, whose borrow `'c` is.
        unsafe { Palloc::of(self.context, true) }
    }

    /// Memory of the server's current context in chunks, which a scope divides: much faster for many small objects.
    #[must_use]
    pub fn chunks(self) -> Palloc<'c> {
        // SAFETY: as above.
        unsafe { Palloc::of(self.context, false) }
    }

    /// For long loops.
    ///
    /// # Errors
    /// If the statement was cancelled, or the session is to end.
    pub fn check_interrupts(self) -> Result<(), Error> {
        // SAFETY: flags of the server's, set by its signal handlers.
        let pending = unsafe {
            [&raw const sys::QueryCancelPending, &raw const sys::ProcDiePending].map(|flag| flag.read_volatile())
        };
        if pending == [0; 2] {
            return Ok(());
        }
        Err(Error::new(SqlState::QUERY_CANCELED, "interrupted"))
    }

    /// For recursion.
    ///
    /// # Errors
    /// If the server's `max_stack_depth` is exceeded.
    pub fn check_stack(self) -> Result<(), Error> {
        // SAFETY: raises nothing.
        if unsafe { !sys::stack_is_too_deep() } {
            return Ok(());
        }
        Err(Error::new(SqlState::STATEMENT_TOO_COMPLEX, "stack depth limit exceeded"))
    }
}

/// A type of an answer. A text is copied to the context in which the server expects it.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a type of an SQL function's answer",
    label = "no answer of SQL's",
    note = "answers are `&str`, `MemString`, `i64`, `bool`, and an `Option` or a `Result` of one"
)]
pub trait Answer {
    /// # Errors
    /// If it has no room, or was an error already.
    #[doc(hidden)]
    fn answer(self, call: &Call) -> Result<Reply, Error>;
}

impl Answer for i64 {
    fn answer(self, _: &Call) -> Result<Reply, Error> {
        Ok(Reply(Some(self as Datum)))
    }
}

impl Answer for bool {
    fn answer(self, _: &Call) -> Result<Reply, Error> {
        Ok(Reply(Some(Datum::from(self))))
    }
}

impl Answer for &str {
    fn answer(self, call: &Call) -> Result<Reply, Error> {
        if self.as_bytes().contains(&0) {
            return Err(Error::new(SqlState::CHARACTER_NOT_IN_REPERTOIRE, "a text with a zero byte"));
        }
        // SAFETY: the call's context is there, and no slab.
        let text = unsafe { varlena::text(call.context, self) };
        let text = text.ok_or_else(|| Error::new(SqlState::OUT_OF_MEMORY, "no room for a text"))?;
        Ok(Reply(Some(text.as_ptr().expose_provenance())))
    }
}

impl Answer for MemString<'_> {
    fn answer(self, call: &Call) -> Result<Reply, Error> {
        self.as_str().answer(call)
    }
}

impl<T: Answer> Answer for Option<T> {
    fn answer(self, call: &Call) -> Result<Reply, Error> {
        self.map_or(Ok(Reply::NULL), |value| value.answer(call))
    }
}

impl<T: Answer, E: Into<Error>> Answer for Result<T, E> {
    fn answer(self, call: &Call) -> Result<Reply, Error> {
        self.map_err(Into::into)?.answer(call)
    }
}

pub(crate) mod varlena {
    //! Texts as the server stores them: a length that counts itself, then the bytes.

    use std::ptr::NonNull;

    use super::{MemoryContext, palloc};

    const HEADER: usize = 4;
    const LITTLE: bool = cfg!(target_endian = "little");

    /// # Safety
    /// `packed` is a text that is neither compressed nor elsewhere, and stays for `'a`.
    pub(crate) unsafe fn bytes<'a>(packed: *const u8) -> &'a [u8] {
        // SAFETY: by contract; the first bit says which of the two lengths it has, each of which counts itself. The long one is
        // aligned, as the server aligns texts that have it.
        unsafe {
            let first = packed.read();
            let (short, len) = if LITTLE { (first & 1 != 0, first >> 1) } else { (first & 0x80 != 0, first & 0x7f) };
            if short {
                return std::slice::from_raw_parts(packed.add(1), usize::from(len) - 1);
            }
            let word = packed.cast::<u32>().read();
            let len = if LITTLE { word >> 2 } else { word & 0x3fff_ffff };
            std::slice::from_raw_parts(packed.add(HEADER), len as usize - HEADER)
        }
    }

    /// A text in a block of the server's own. `None` if there is no memory, or if it is too long.
    ///
    /// # Safety
    /// The context is there, and no slab.
    pub(crate) unsafe fn text(context: MemoryContext, text: &str) -> Option<NonNull<u8>> {
        let len = text.len().checked_add(HEADER)?;
        // SAFETY: by contract; what is given is as long as was asked for, and aligned to eight bytes.
        unsafe {
            let place = NonNull::new(palloc(context, len))?;
            // No longer than a gigabyte, hence 30 bits.
            place.cast::<u32>().write(if LITTLE { (len as u32) << 2 } else { len as u32 });
            place.add(HEADER).copy_from_nonoverlapping(NonNull::from(text).cast(), text.len());
            Some(place)
        }
    }
}
