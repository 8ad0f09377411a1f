//! What `program.c` has to offer.
#![allow(missing_docs)] // said there

use std::ffi::{c_char, c_int, c_void};
use std::mem::MaybeUninit;

use memscope::ffi::{Table, Vtable};

#[repr(C)]
#[derive(Debug, Default)]
pub struct Account {
    pub bytes: usize,
    pub blocks: usize,
    pub requests: usize,
    pub limit: usize,
}

/// The table of a library.
#[repr(C)]
#[derive(Debug)]
pub struct Alc {
    pub malloc: unsafe extern "C" fn(*mut c_void, usize) -> *mut c_void,
    pub realloc: unsafe extern "C" fn(*mut c_void, *mut c_void, usize, usize) -> *mut c_void,
    pub free: unsafe extern "C" fn(*mut c_void, *mut c_void),
    pub ctx: *mut c_void,
}

unsafe extern "C" {
    pub safe static table_layout: [usize; 12];
    pub safe static source_layout: [usize; 5];
    // Safe as far as the functions of the table are right.
    pub unsafe fn check_edges(table: &Table<'_>) -> c_int;
    pub unsafe fn check_random(table: &Table<'_>, seed: u32, steps: c_int, refusals: &mut c_int) -> c_int;
    pub unsafe fn with_fault<'mcx>(table: &Table<'mcx>, faulty: &mut MaybeUninit<Table<'mcx>>, n: c_int) -> c_int;
    pub unsafe fn numbers(alc: &Alc, n: c_int) -> *mut c_char;
    pub safe fn counted_source(account: *mut Account, of_one: c_int) -> Vtable;
    pub safe fn source_of(table: &Table<'_>) -> Vtable;
}
