//! Functions that return sets, a row with each call.

use std::ptr::NonNull;

use memscope::{At, Keepable, MemCx, with_scope_on};

use crate::call::{Call, Reply};
use crate::error::{Error, Failure, SqlState, caught, raise};
use crate::resident::Resident;
use crate::sys::{self, Datum};

/// Exports a function that returns a set: `set! { fn name(argument, …) = Family<'static>: open, next; }`.
///
/// `open` takes the handle of a context that lives as long as the set, and SQL's arguments; its value is kept there, and
/// `next` is called with it for each row:
///
/// ```no_run
/// use memscope::{Keepable, MemCx};
/// use memscope_postgres::{Error, set};
///
/// #[derive(Keepable)]
/// struct Letters<'set>(std::str::Chars<'set>);
///
/// fn open<'set>(home: MemCx<'set>, text: &str) -> Result<Letters<'set>, Error> {
///     let text: &'set str = home.try_alloc_str(text)?;     // the argument itself is gone with the first call
///     Ok(Letters(text.chars()))
/// }
///
/// fn next<'row>(state: &mut Letters<'_>, _: MemCx<'_>, cx: MemCx<'row>) -> Result<Option<&'row str>, Error> {
///     let Some(letter) = state.0.next() else { return Ok(None) };
///     Ok(Some(cx.try_alloc_str(letter.encode_utf8(&mut [0; 4]))?))
/// }
///
/// set! { fn letters(text) = Letters<'static>: open, next; }
/// ```
#[macro_export]
macro_rules! set {
    ($(fn $name:ident($($arg:ident),*) = $family:ty: $open:path, $next:path;)+) => {
        $($crate::entry! { $name, |call| {
            // SAFETY: a plain frame, up to its end.
            let (set, new) = unsafe { $crate::__private::Set::<$family>::of(&call) };
            if new {
                $(
                    // SAFETY: a plain frame still; the types are those that SQL was told.
                    let $arg = unsafe { call.argument() };
                )*
                let opened = set.open(|home| $open(home, $($arg),*));
                // SAFETY: a plain frame, in which nothing is owned.
                unsafe { opened.unwrap_or_raise() }
            }
            let row = set.next(&call, |state, home, cx| match $next(state, home, cx) {
                Ok(Some(row)) => $crate::Answer::answer(row, &call).map(Some),
                Ok(None) => Ok(None),
                Err(error) => Err($crate::Error::from(error)),
            });
            // SAFETY: the same.
            unsafe { set.finish(&call, row) }
        }})+
    };
}

/// The rows that are still to come.
pub struct Set<F: for<'m> Keepable<'m> + 'static>(*mut Resident<F>);

impl<F: for<'m> Keepable<'m> + 'static> Set<F> {
    /// The set that is being returned, and whether it has just begun.
    ///
    /// # Safety
    /// In a plain frame.
    pub unsafe fn of(call: &Call) -> (Self, bool) {
        // SAFETY: by contract; the set's own data are what was stored there at the beginning.
        unsafe {
            let info = call.info();
            let sets = (*info).resultinfo.as_ref();
            if !sets.is_some_and(|sets| {
                sets.tag == sys::T_RETURN_SET_INFO && sets.allowedModes & sys::SFRM_VALUE_PER_CALL != 0
            }) {
                raise(SqlState::FEATURE_NOT_SUPPORTED, c"a set, where none is expected");
            }
            if let Some(set) =
                (*info).flinfo.as_ref().and_then(|flinfo| flinfo.fn_extra.cast::<sys::FuncCallContext>().as_ref())
            {
                return match NonNull::new(set.user_fctx) {
                    Some(resident) => (Self(Resident::of(resident)), false),
                    None => raise(SqlState::INTERNAL_ERROR, c"a set that was never opened"),
                };
            }
            let set = sys::init_MultiFuncCall(info);
            let resident = Resident::create((*set).multi_call_memory_ctx, c"memscope set", std::ptr::null());
            (*set).user_fctx = resident.cast();
            (Self(resident), true)
        }
    }

    /// Begins the set.
    pub fn open<E: Into<Error>>(&self, f: impl for<'m> FnOnce(MemCx<'m>) -> Result<At<'m, F>, E>) -> Opened {
        // SAFETY: the set's resident.
        Opened(caught(|| unsafe { Resident::build(self.0, |home| f(home).map_err(Into::<Error>::into)) }))
    }

    /// The next row.
    pub fn next(
        &self,
        call: &Call,
        f: impl for<'m, 'cx> FnOnce(&mut At<'m, F>, MemCx<'m>, MemCx<'cx>) -> Result<Option<Reply>, Error>,
    ) -> Result<Option<Reply>, Failure> {
        caught(|| {
            // SAFETY: the set's resident, which nobody else uses during the call.
            let Some(owner) = (unsafe { Resident::owner(self.0) }) else { return Ok(None) };
            owner.with_mut(|state, home| with_scope_on(call.memory(true), |cx| f(state, home, cx)))
        })
    }

    /// Gives the server a row, or the end of the set.
    ///
    /// # Safety
    /// In a plain frame, at its end.
    pub unsafe fn finish(&self, call: &Call, row: Result<Option<Reply>, Failure>) -> Datum {
        // SAFETY: by contract; `of` has seen that there is a `ReturnSetInfo`.
        unsafe {
            let info = call.info();
            match row {
                Ok(Some(reply)) => {
                    (*(*info).resultinfo).isDone = sys::EXPR_MULTIPLE_RESULT;
                    call.finish(Ok(reply))
                }
                Ok(None) => {
                    sys::end_MultiFuncCall(info, sys::per_MultiFuncCall(info));
                    (*(*info).resultinfo).isDone = sys::EXPR_END_RESULT;
                    call.finish(Ok(Reply::NULL))
                }
                Err(failure) => call.finish(Err(failure)),
            }
        }
    }
}

/// Whether a set has begun.
pub struct Opened(Result<(), Failure>);

impl Opened {
    /// # Safety
    /// In a plain frame.
    pub unsafe fn unwrap_or_raise(self) {
        if let Err(failure) = self.0 {
            // SAFETY: by contract.
            unsafe { failure.raise() }
        }
    }
}
