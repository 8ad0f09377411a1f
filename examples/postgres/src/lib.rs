//! SQL functions of Postgres 15 in which a [`MemCx`](memscope::MemCx) is the server's memory.
//!
//! ```no_run
//! use memscope::{MemCx, scoped};
//! use memscope_postgres::{Error, function};
//!
//! #[scoped(tmp in cx)]                                 // scratch memory, freed when the function returns
//! fn sort_words<'cx>(cx: MemCx<'cx>, text: &str) -> Result<&'cx str, Error> {
//!     let mut words = tmp.vec();
//!     for word in text.split(' ') {
//!         words.try_push(word)?;
//!     }
//!     words.sort_unstable();
//!     let mut sorted = cx.string();
//!     for word in words {
//!         sorted.try_push_str(word)?;
//!     }
//!     Ok(sorted.into_str())
//! }
//!
//! function! { fn sort_words(text); }
//! ```
//!
//! | | lives as long as | its context |
//! |---|---|---|
//! | `cx` of a [`function!`] | the call | the server's current one, that of the row |
//! | the state of a [`set!`] | the set | a child of the set's |
//! | the state of an [`aggregate!`] | the group | two children of the aggregate's, in turn |
//! | the value of a [`slot!`] | the session, or the transaction | a child of the server's |
//!
//! Every object goes through the server's allocator. Where a value has a context of its own, the server lists it in
//! `pg_backend_memory_contexts`; and however the context ends, its destructors run first.
//!
//! A panic becomes an error of SQL's, once all that the Rust code owned is dropped; see [`Call`] for why no error of the
//! server's can jump over a frame that owns something.
//!
//! What is not covered: when the process has no memory at all, Rust's own heap ends it, as everywhere. So functions that
//! want to survive that use the `try_` methods of scopes, and neither `Box` nor `String`. A value of a session whose function panicked
//! stays as that left it.

#[cfg(not(panic = "unwind"))]
compile_error!("a panic must unwind, to become an error of the server's");

mod call;
mod error;
mod fold;
mod palloc;
mod resident;
mod set;
mod slot;
pub mod sys;

pub use call::{Answer, Argument, Call, Reply, Server};
pub use error::{Error, Failure, SqlState};
pub use palloc::Palloc;
pub use slot::{Lifetime, Slot};

/// What the macros name, and nothing else.
#[doc(hidden)]
pub mod __private {
    pub use crate::fold::Fold;
    pub use crate::set::{Opened, Set};
    pub use crate::slot::Ready;
}

/// Exports functions to SQL: `function! { fn name(argument, …); }`, or `fn name(argument, …) in chunks;`.
///
/// Each is the Rust function of that name, which takes a handle and then the arguments: `&str`, `i64`, an `Option` of these for
/// those that may be null, and [`Server`], which is none of SQL's. It returns an [`Answer`], or a `Result` of one.
///
/// The handle's memory is the server's, object by object. With `in chunks` the scope takes chunks from the server and divides
/// them itself, which is much faster for many small objects.
///
/// SQL has to be told the same types, as with any function in C: `text`, `bigint`.
#[macro_export]
macro_rules! function {
    ($(fn $name:ident($($arg:ident),*) $(in $chunks:ident)?;)+) => {
        $($crate::entry! { $name, |call| {
            $(
                // SAFETY: a plain frame; the types are those that SQL was told.
                let $arg = unsafe { call.argument() };
            )*
            let reply = call.run($crate::objects!($($chunks)?), |cx| $crate::Answer::answer($name(cx, $($arg),*), &call));
            // SAFETY: the same, at its end.
            unsafe { call.finish(reply) }
        }})+
    };
}

/// Whether a function's memory is to be seen object by object.
#[doc(hidden)]
#[macro_export]
macro_rules! objects {
    () => {
        true
    };
    (chunks) => {
        false
    };
}

/// An entry point of the server's, and what tells it how to call that.
#[doc(hidden)]
#[macro_export]
macro_rules! entry {
    ($name:ident, |$call:ident| $body:block) => {
        const _: () = {
            #[unsafe(export_name = concat!("pg_finfo_", stringify!($name)))]
            extern "C" fn info() -> &'static $crate::sys::Finfo {
                &$crate::sys::Finfo::V1
            }

            #[unsafe(export_name = stringify!($name))]
            extern "C-unwind" fn entry(info: *mut $crate::sys::FunctionCallInfo) -> $crate::sys::Datum {
                // SAFETY: only the server can call this; the frame is plain, as nothing in it has a destructor.
                let $call = unsafe { $crate::Call::begin(info) };
                $body
            }
        };
    };
}

/// Makes a library one of Postgres 15's modules: once in each.
///
/// A server of another version does not load it, nor one whose texts are not UTF-8.
#[macro_export]
macro_rules! module {
    () => {
        const _: () = {
            #[unsafe(no_mangle)]
            extern "C" fn Pg_magic_func() -> &'static $crate::sys::Magic {
                &$crate::sys::Magic::PG15
            }

            #[unsafe(no_mangle)]
            extern "C-unwind" fn _PG_init() {
                // SAFETY: only the server can call this, in a frame that owns nothing.
                unsafe { $crate::init() }
            }
        };
    };
}

/// Refuses a server for which this was not written.
///
/// # Safety
/// Called by the server, in a plain frame.
#[doc(hidden)]
pub unsafe fn init() {
    // SAFETY: by contract. The server knows its version, as a text of its own.
    unsafe {
        let version = sys::GetConfigOption(c"server_version_num".as_ptr(), true, false);
        let version = if version.is_null() { c"" } else { std::ffi::CStr::from_ptr(version) };
        if !matches!(version.to_bytes(), [b'1', b'5', _, _, _, _]) {
            error::raise(SqlState::FEATURE_NOT_SUPPORTED, c"made for PostgreSQL 15");
        }
        if sys::GetDatabaseEncoding() != sys::PG_UTF8 {
            error::raise(
                SqlState::FEATURE_NOT_SUPPORTED,
                c"texts have to be UTF-8: this database has another encoding",
            );
        }
    }
}
