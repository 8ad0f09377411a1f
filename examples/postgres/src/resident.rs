//! A value in a memory context of its own, which ends when the server says so.
//!
//! The context is a child of one of the server's. Everything stands in it: what is known of the value, the scope in which the
//! value is built, and the callback by which the server tells that it is about to free all of it, for whatever reason: the
//! end of a query, an error, `rollback`, a parent's end.

use std::any::TypeId;
use std::cell::Cell;
use std::ffi::{CStr, c_void};
use std::ptr::{self, NonNull};

use memscope::{At, Keepable, KeptOn, MemCx};

use crate::error::{SqlState, caught, raise};
use crate::palloc::Palloc;
use crate::sys::{self, MemoryContext};

type Owner<F> = KeptOn<F, Palloc<'static>>;

#[repr(C)]
pub(crate) struct Resident<F: for<'m> Keepable<'m> + 'static> {
    /// Says what `F` is, where the server hands the pointer to another function.
    family: TypeId,
    callback: sys::MemoryContextCallback,
    context: MemoryContext,
    owner: Option<Owner<F>>,
    /// Where somebody keeps the pointer to this, to be cleared.
    known: *const Cell<*mut Self>,
}

impl<F: for<'m> Keepable<'m> + 'static> Resident<F> {
    /// A new context, below `parent`, in which there is no value yet.
    ///
    /// # Safety
    /// In a plain frame. `parent` is there; `known` is null, or stays for as long as the context does.
    pub(crate) unsafe fn create(
        parent: MemoryContext,
        name: &'static CStr,
        known: *const Cell<*mut Self>,
    ) -> *mut Self {
        let (min, init, max) = sys::ALLOCSET_START_SMALL;
        // SAFETY: by contract.
        unsafe {
            let context = sys::AllocSetContextCreateInternal(parent, name.as_ptr(), min, init, max);
            Self::settle(context, known)
        }
    }

    /// # Safety
    /// As for `create`; the context is one that it made, and empty.
    unsafe fn settle(context: MemoryContext, known: *const Cell<*mut Self>) -> *mut Self {
        const { assert!(align_of::<Self>() <= 8) };
        // SAFETY: by contract. What the server gives is aligned to eight bytes.
        unsafe {
            let this = sys::MemoryContextAlloc(context, size_of::<Self>()).cast::<Self>();
            let callback = sys::MemoryContextCallback { func: Self::ends, arg: this.cast(), next: ptr::null_mut() };
            this.write(Self { family: TypeId::of::<F>(), callback, context, owner: None, known });
            if let Some(known) = known.as_ref() {
                known.set(this);
            }
            sys::MemoryContextRegisterResetCallback(context, &raw mut (*this).callback);
            this
        }
    }

    /// Empties the context. The value that was in it has been dropped.
    ///
    /// # Safety
    /// In a plain frame; `this` is a resident's, and not used again.
    pub(crate) unsafe fn renew(this: *mut Self) -> *mut Self {
        // SAFETY: by contract.
        unsafe {
            let (context, known) = ((*this).context, (*this).known);
            sys::MemoryContextReset(context);
            Self::settle(context, known)
        }
    }

    /// What the server calls before it empties or frees the context.
    unsafe extern "C-unwind" fn ends(this: *mut c_void) {
        let this = this.cast::<Self>();
        let dropped = caught(|| {
            // SAFETY: the server's pointer is the one that was registered; this is the only call, and Rust code that uses the
            // value is not running, since that does not call what frees contexts.
            unsafe {
                if let Some(known) = (*this).known.as_ref() {
                    known.set(ptr::null_mut());
                }
                if let Some(owner) = (&raw mut (*this).owner).replace(None) {
                    owner.source().leave();
                }
            }
            Ok(())
        });
        if let Err(failure) = dropped {
            // SAFETY: this frame owns nothing. No error: the server may be dealing with one.
            unsafe { failure.tell(sys::WARNING) };
        }
    }

    /// The resident behind a pointer that went through SQL.
    ///
    /// # Safety
    /// In a plain frame; the pointer is that of a resident of any family.
    pub(crate) unsafe fn of(pointer: NonNull<c_void>) -> *mut Self {
        let this = pointer.as_ptr().cast::<Self>();
        // SAFETY: by contract; every resident begins with its family.
        unsafe {
            if this.cast::<TypeId>().read() != TypeId::of::<F>() {
                raise(SqlState::INVALID_PARAMETER_VALUE, c"the state of another function");
            }
        }
        this
    }

    /// Builds a value in the context, in which there is none yet.
    ///
    /// # Safety
    /// `this` is a resident's.
    pub(crate) unsafe fn build<E: From<memscope::AllocError>>(
        this: *mut Self,
        f: impl for<'m> FnOnce(MemCx<'m>) -> Result<At<'m, F>, E>,
    ) -> Result<(), E> {
        // SAFETY: by contract. The context is no slab, and its end drops the owner. `f` cannot reach it.
        unsafe {
            let source = Palloc::of((*this).context, true);
            let owner = KeptOn::try_new(source, f)?;
            (*this).owner = Some(owner);
        }
        Ok(())
    }

    /// The value, if there is one.
    ///
    /// # Safety
    /// `this` is a resident's, and for `'r` nobody else uses its value.
    pub(crate) unsafe fn owner<'r>(this: *mut Self) -> Option<&'r mut Owner<F>> {
        // SAFETY: by contract.
        unsafe { (*this).owner.as_mut() }
    }

    /// # Safety
    /// `this` is a resident's.
    pub(crate) unsafe fn context(this: *mut Self) -> MemoryContext {
        // SAFETY: by contract.
        unsafe { (*this).context }
    }
}
