//! All functions in one struct.

use core::ffi::c_void;
use core::fmt;
use core::marker::PhantomData;

use super::{
    aligned_alloc, allocate, calloc, context, deallocate, free, free_aligned_sized, free_sized, malloc, realloc,
    reallocate,
};
use crate::cx::MemCx;

type Block = *mut c_void;
type Data = *mut c_void;

/// A scope as C sees it: `struct memscope_table` of the header. C may copy it, as long as the scope is open.
///
/// ```
/// use memscope::ffi::Table;
/// use memscope::scope;
/// # use std::ffi::{c_char, c_void};
///
/// # /*
/// unsafe extern "C" {
///     /// Joins two words, in memory of the table.
///     fn join(memory: &Table<'_>, a: *const c_char, b: *const c_char) -> *mut c_char;
/// }
/// # */
/// # unsafe extern "C" fn join(memory: &Table<'_>, a: *const c_char, b: *const c_char) -> *mut c_char {
/// #     #[repr(C)]
/// #     struct Start { data: *mut c_void, malloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void }
/// #     unsafe {
/// #         let text = [a, b].map(|word| std::ffi::CStr::from_ptr(word).to_bytes()).concat();
/// #         let start = &*(&raw const *memory).cast::<Start>();
/// #         let joined: *mut u8 = (start.malloc)(start.data, text.len() + 1).cast();
/// #         joined.copy_from(text.as_ptr(), text.len());
/// #         *joined.add(text.len()) = 0;
/// #         joined.cast()
/// #     }
/// # }
/// scope!(cx);
/// let table = Table::new(cx);
/// // SAFETY: two C strings, and a table whose scope is open.
/// let joined = unsafe { join(&table, c"scope".as_ptr(), c"d".as_ptr()) };
/// # assert_eq!(unsafe { std::ffi::CStr::from_ptr(joined) }, c"scoped");
/// ```
#[repr(C)]
#[derive(Clone, Copy)]
pub struct Table<'mcx> {
    data: Data,
    malloc: unsafe extern "C" fn(Data, usize) -> Block,
    calloc: unsafe extern "C" fn(Data, usize, usize) -> Block,
    realloc: unsafe extern "C" fn(Data, Block, usize) -> Block,
    aligned_alloc: unsafe extern "C" fn(Data, usize, usize) -> Block,
    free: unsafe extern "C" fn(Data, Block),
    free_sized: unsafe extern "C" fn(Data, Block, usize),
    free_aligned_sized: unsafe extern "C" fn(Data, Block, usize, usize),
    allocate: unsafe extern "C" fn(Data, usize, usize) -> Block,
    reallocate: unsafe extern "C" fn(Data, Block, usize, usize, usize) -> Block,
    deallocate: unsafe extern "C" fn(Data, Block, usize, usize),
    /// Invariant, as the handle is.
    scope: PhantomData<fn(MemCx<'mcx>) -> MemCx<'mcx>>,
}

impl<'mcx> Table<'mcx> {
    /// The table of a scope.
    #[must_use]
    pub fn new(cx: MemCx<'mcx>) -> Self {
        Self {
            data: context(cx),
            malloc,
            calloc,
            realloc,
            aligned_alloc,
            free,
            free_sized,
            free_aligned_sized,
            allocate,
            reallocate,
            deallocate,
            scope: PhantomData,
        }
    }
}

impl fmt::Debug for Table<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Table").field("data", &self.data).finish_non_exhaustive()
    }
}
