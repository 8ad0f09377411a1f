//! Aggregates: a state that is built anew where it changes, in two contexts in turn.

use std::any::TypeId;
use std::ptr;

use memscope::{AllocError, At, Keepable, MemCx};

use crate::call::Call;
use crate::error::{Error, Failure, SqlState, caught, raise};
use crate::resident::Resident;
use crate::sys::{self, Datum, MemoryContext};

/// Exports the two functions of an aggregate over `internal`:
/// `aggregate! { Family<'static>; fn step_name(argument, …) = step; fn final_name() = finish; }`.
///
/// `step` sees the old state, if there is one, and builds the next in a context of its own; then the old one is freed. `None`
/// leaves the state as it is. So a state of any size takes no more than twice its memory, however many rows there are.
///
/// ```no_run
/// use memscope::{Keepable, MemCx};
/// use memscope_postgres::{Error, aggregate};
///
/// #[derive(Keepable)]
/// struct Longest<'agg>(&'agg str);
///
/// fn step<'new>(old: Option<&Longest<'_>>, cx: MemCx<'new>, text: Option<&str>) -> Result<Option<Longest<'new>>, Error> {
///     Ok(match text {
///         Some(text) if old.is_none_or(|old| text.len() > old.0.len()) => Some(Longest(cx.try_alloc_str(text)?)),
///         _ => None,
///     })
/// }
///
/// fn finish<'cx>(state: Option<&Longest<'_>>, cx: MemCx<'cx>) -> Result<Option<&'cx str>, Error> {
///     Ok(match state {
///         Some(longest) => Some(cx.try_alloc_str(longest.0)?),
///         None => None,
///     })
/// }
///
/// aggregate! { Longest<'static>; fn longest_step(text) = step; fn longest_final() = finish; }
/// ```
///
/// SQL is told `sfunc = longest_step, stype = internal, finalfunc = longest_final`; neither function is strict.
#[macro_export]
macro_rules! aggregate {
    ($family:ty; fn $step_name:ident($($arg:ident),*) = $step:path; fn $final_name:ident() = $finish:path;) => {
        $crate::entry! { $step_name, |call| {
            // SAFETY: a plain frame, up to its end.
            let fold = unsafe { $crate::__private::Fold::<$family>::of(&call) };
            $(
                // SAFETY: a plain frame still; the types are those that SQL was told.
                let $arg = unsafe { call.argument() };
            )*
            let step = fold.step(|old, cx| $step(old, cx, $($arg),*));
            // SAFETY: a plain frame, at its end.
            unsafe { fold.go_on(step) }
        }}
        $crate::entry! { $final_name, |call| {
            // SAFETY: a plain frame, up to its end.
            let fold = unsafe { $crate::__private::Fold::<$family>::begun(&call) };
            let reply = call.run(true, |cx| fold.seen(|state| $crate::Answer::answer($finish(state, cx), &call)));
            // SAFETY: the same.
            unsafe { call.finish(reply) }
        }}
    };
}

/// The state of one group: two contexts, of which one has the value.
pub struct Fold<F: for<'m> Keepable<'m> + 'static>(*mut State<F>);

#[repr(C)]
struct State<F: for<'m> Keepable<'m> + 'static> {
    family: TypeId,
    /// Has the value, if there is one yet.
    now: *mut Resident<F>,
    next: *mut Resident<F>,
}

/// Why there is no new state.
enum Kept {
    Unchanged,
    Failed(Error),
}

impl From<AllocError> for Kept {
    fn from(error: AllocError) -> Self {
        Self::Failed(error.into())
    }
}

impl<F: for<'m> Keepable<'m> + 'static> Fold<F> {
    /// The state that the server passes; the first time it is made, in the context that belongs to the aggregate.
    ///
    /// # Safety
    /// In a plain frame, of a function whose first argument is `internal`.
    pub unsafe fn of(call: &Call) -> Self {
        // SAFETY: by contract.
        unsafe {
            let context = aggregate_context(call);
            let begun = Self::begun(call);
            if !begun.0.is_null() {
                return begun;
            }
            let state = sys::MemoryContextAlloc(context, size_of::<State<F>>()).cast::<State<F>>();
            let [now, next] = [(); 2].map(|()| Resident::create(context, c"memscope aggregate", ptr::null()));
            state.write(State { family: TypeId::of::<F>(), now, next });
            Self(state)
        }
    }

    /// The same, or none.
    ///
    /// # Safety
    /// As for `of`.
    pub unsafe fn begun(call: &Call) -> Self {
        // SAFETY: by contract.
        unsafe {
            aggregate_context(call);
            let Some(state) = call.take() else { return Self(ptr::null_mut()) };
            let state = ptr::with_exposed_provenance_mut::<State<F>>(state);
            if state.cast::<TypeId>().read() != TypeId::of::<F>() {
                raise(SqlState::INVALID_PARAMETER_VALUE, c"the state of another aggregate");
            }
            Self(state)
        }
    }

    /// Calls `f` with the value, if there is one.
    pub fn seen<R>(&self, f: impl for<'m> FnOnce(Option<&At<'m, F>>) -> R) -> R {
        // SAFETY: the server passes the state of its own aggregate to nobody else during the call.
        match unsafe { self.0.as_ref().and_then(|state| Resident::owner(state.now)) } {
            Some(owner) => owner.with(|root| f(Some(root))),
            None => f(None),
        }
    }

    /// Builds the next state in the other context; whether there is one.
    pub fn step<E: Into<Error>>(
        &self,
        f: impl for<'old, 'new> FnOnce(Option<&At<'old, F>>, MemCx<'new>) -> Result<Option<At<'new, F>>, E>,
    ) -> Result<bool, Failure> {
        caught(|| {
            let built = self.seen(|old| {
                // SAFETY: a fold of `of`, which has another resident for the next state.
                unsafe {
                    Resident::build((*self.0).next, |cx| match f(old, cx) {
                        Ok(Some(new)) => Ok(new),
                        Ok(None) => Err(Kept::Unchanged),
                        Err(error) => Err(Kept::Failed(error.into())),
                    })
                }
            });
            match built {
                Ok(()) => Ok(true),
                Err(Kept::Unchanged) => Ok(false),
                Err(Kept::Failed(error)) => Err(error),
            }
        })
    }

    /// Frees the old state, if there is a new one. Returns what the server passes with the next row.
    ///
    /// # Safety
    /// In a plain frame, at its end, after `step`.
    pub unsafe fn go_on(&self, step: Result<bool, Failure>) -> Datum {
        // SAFETY: by contract.
        unsafe {
            match step {
                Ok(true) => {
                    let State { now: old, next: new, .. } = *self.0;
                    (*self.0).now = new;
                    (*self.0).next = Resident::renew(old);
                }
                Ok(false) => {}
                Err(failure) => failure.raise(),
            }
        }
        self.0.expose_provenance()
    }
}

/// The context of the aggregate that calls.
///
/// # Safety
/// In a plain frame.
unsafe fn aggregate_context(call: &Call) -> MemoryContext {
    let mut context = ptr::null_mut();
    // SAFETY: by contract.
    unsafe {
        if sys::AggCheckCallContext(call.info(), &raw mut context) == 0 {
            raise(SqlState::FEATURE_NOT_SUPPORTED, c"called outside of an aggregate");
        }
    }
    context
}
