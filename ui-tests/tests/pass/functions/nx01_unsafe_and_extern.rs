//! Unsafe and foreign calling conventions.

use memscope::scoped;

/// # Safety
/// `n` is valid for reads.
#[scoped]
unsafe fn read(n: *const u32) -> u32 {
    // SAFETY: by contract.
    *cx.alloc(unsafe { *n })
}

#[scoped]
extern "C" fn callback(n: i32) -> i32 {
    cx.alloc_slice_copy(&[n, 1]).iter().sum()
}

#[scoped]
#[unsafe(no_mangle)]
pub unsafe extern "C" fn memscope_ui_exported(n: u32) -> u32 {
    *cx.alloc(n)
}

fn main() {
    // SAFETY: a reference is valid.
    assert_eq!(unsafe { read(&7) }, 7);
    let callback: extern "C" fn(i32) -> i32 = callback;
    assert_eq!(callback(6), 7);
    // SAFETY: it has no requirements.
    assert_eq!(unsafe { memscope_ui_exported(7) }, 7);
}
