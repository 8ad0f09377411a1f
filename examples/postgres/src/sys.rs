//! The few declarations of Postgres 15 that are needed, for 64-bit servers.
//!
//! They are those of the headers of the server's development package, of which nothing is included. They hold for every
//! minor version of 15; a server of another version refuses the module, by [`Magic`] and once more by
//! [`module!`](crate::module!).
//!
//! Functions that may raise an error are declared `C-unwind`: they may not return, but jump to a frame of the server's.

#![allow(non_snake_case, missing_docs)] // the server's names, which its manual explains

use std::ffi::{c_char, c_int, c_void};

/// A value as the server passes it: itself, or a pointer to it.
pub type Datum = usize;

#[repr(C)]
pub struct MemoryContextData {
    pub tag: c_int,
    private: [u8; 0],
}

pub type MemoryContext = *mut MemoryContextData;

/// Blocks of one size only.
pub const T_SLAB_CONTEXT: c_int = 224;
pub const T_RETURN_SET_INFO: c_int = 422;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct NullableDatum {
    pub value: Datum,
    pub isnull: bool,
}

#[repr(C)]
pub struct FunctionCallInfo {
    pub flinfo: *mut FmgrInfo,
    pub context: *mut c_void,
    pub resultinfo: *mut ReturnSetInfo,
    pub fncollation: u32,
    pub isnull: bool,
    pub nargs: i16,
    /// In truth as many as `nargs` says.
    pub args: [NullableDatum; 0],
}

#[repr(C)]
pub struct FmgrInfo {
    pub fn_addr: *const c_void,
    pub fn_oid: u32,
    pub fn_nargs: i16,
    pub fn_strict: bool,
    pub fn_retset: bool,
    pub fn_stats: u8,
    pub fn_extra: *mut c_void,
    pub fn_mcxt: MemoryContext,
    pub fn_expr: *mut c_void,
}

#[repr(C)]
pub struct ReturnSetInfo {
    pub tag: c_int,
    pub econtext: *mut c_void,
    pub expectedDesc: *mut c_void,
    pub allowedModes: c_int,
    pub returnMode: c_int,
    pub isDone: c_int,
}

pub const SFRM_VALUE_PER_CALL: c_int = 1;
pub const EXPR_MULTIPLE_RESULT: c_int = 1;
pub const EXPR_END_RESULT: c_int = 2;

#[repr(C)]
pub struct FuncCallContext {
    pub call_cntr: u64,
    pub max_calls: u64,
    pub user_fctx: *mut c_void,
    pub attinmeta: *mut c_void,
    pub multi_call_memory_ctx: MemoryContext,
    pub tuple_desc: *mut c_void,
}

#[repr(C)]
pub struct MemoryContextCallback {
    pub func: unsafe extern "C-unwind" fn(*mut c_void),
    pub arg: *mut c_void,
    pub next: *mut MemoryContextCallback,
}

/// What the server compares with its own before it runs anything of a module.
#[repr(C)]
pub struct Magic {
    len: c_int,
    version: c_int,
    funcmaxargs: c_int,
    indexmaxkeys: c_int,
    namedatalen: c_int,
    float8byval: c_int,
    abi_extra: [u8; 32],
}

impl Magic {
    pub const PG15: Self = Self {
        len: size_of::<Self>() as c_int,
        version: 1500,
        funcmaxargs: 100,
        indexmaxkeys: 32,
        namedatalen: 64,
        float8byval: 1,
        abi_extra: *b"PostgreSQL\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0",
    };
}

/// Says by which convention a function is called.
#[repr(C)]
pub struct Finfo {
    api_version: c_int,
}

impl Finfo {
    pub const V1: Self = Self { api_version: 1 };
}

pub const MAX_ALLOC_SIZE: usize = 0x3fff_ffff;
pub const MCXT_ALLOC_NO_OOM: c_int = 2;
pub const PG_UTF8: c_int = 6;
pub const WARNING: c_int = 19;
pub const ERROR: c_int = 21;

/// The sizes in bytes with which small contexts are made: least, first block, largest block.
pub const ALLOCSET_START_SMALL: (usize, usize, usize) = (0, 1024, 8 << 20);

// Those that raise no error as they are called here.
unsafe extern "C" {
    pub static mut CurrentMemoryContext: MemoryContext;
    pub static mut TopMemoryContext: MemoryContext;
    pub static mut CurTransactionContext: MemoryContext;
    pub static mut QueryCancelPending: c_int;
    pub static mut ProcDiePending: c_int;

    /// Raises no error if the size is at most [`MAX_ALLOC_SIZE`], the flags have [`MCXT_ALLOC_NO_OOM`], and the context is no
    /// slab: then it returns null.
    pub fn MemoryContextAllocExtended(context: MemoryContext, size: usize, flags: c_int) -> *mut c_void;
    pub fn pfree(chunk: *mut c_void);
    pub fn MemoryContextRegisterResetCallback(context: MemoryContext, callback: *mut MemoryContextCallback);
    pub fn GetDatabaseEncoding() -> c_int;
    pub fn stack_is_too_deep() -> bool;
}

// Those that may.
unsafe extern "C-unwind" {
    pub fn MemoryContextAlloc(context: MemoryContext, size: usize) -> *mut c_void;
    pub fn AllocSetContextCreateInternal(
        parent: MemoryContext,
        name: *const c_char,
        min: usize,
        init: usize,
        max: usize,
    ) -> MemoryContext;
    pub fn MemoryContextReset(context: MemoryContext);
    pub fn MemoryContextDelete(context: MemoryContext);
    pub fn MemoryContextSetParent(context: MemoryContext, parent: MemoryContext);

    pub fn errstart(level: c_int, domain: *const c_char) -> bool;
    pub fn errcode(sqlstate: c_int) -> c_int;
    pub fn errmsg_internal(format: *const c_char, ...) -> c_int;
    pub fn errfinish(file: *const c_char, line: c_int, function: *const c_char);
    pub fn ProcessInterrupts();
    pub fn GetConfigOption(name: *const c_char, missing_ok: bool, restrict_privileged: bool) -> *const c_char;

    pub fn pg_detoast_datum_packed(datum: *mut c_void) -> *mut c_void;
    pub fn AggCheckCallContext(call: *mut FunctionCallInfo, context: *mut MemoryContext) -> c_int;
    pub fn init_MultiFuncCall(call: *mut FunctionCallInfo) -> *mut FuncCallContext;
    pub fn per_MultiFuncCall(call: *mut FunctionCallInfo) -> *mut FuncCallContext;
    pub fn end_MultiFuncCall(call: *mut FunctionCallInfo, set: *mut FuncCallContext);
}

// What the headers say, where an error would be hard to find.
const _: () = assert!(
    size_of::<Datum>() != 8
        || size_of::<Magic>() == 56
            && std::mem::offset_of!(FunctionCallInfo, args) == 32
            && size_of::<NullableDatum>() == 16
            && std::mem::offset_of!(FmgrInfo, fn_extra) == 24
            && size_of::<FmgrInfo>() == 48
            && std::mem::offset_of!(ReturnSetInfo, isDone) == 32
            && size_of::<FuncCallContext>() == 48
            && size_of::<MemoryContextCallback>() == 24
);
