//! zlib in a scope.
//!
//! ```
//! use memscope::scope;
//! use memscope_zlib::{Deflate, Inflate};
//!
//! scope!(zlib, limit = 512 * 1024);                   // its state
//! scope!(cx);                                         // what comes out
//! let text = b"to be or not to be, ".repeat(100);
//! let (mut packed, mut unpacked) = (cx.vec(), cx.vec());
//! let mut deflate = Deflate::new(zlib, 6).unwrap();
//! deflate.write(&text, &mut packed).unwrap();
//! deflate.finish(&mut packed).unwrap();
//! assert!(packed.len() < 60);
//! Inflate::new(zlib).unwrap().write(&packed, &mut unpacked).unwrap();
//! assert_eq!(*unpacked, *text);
//! ```
//!
//! A stream that is dropped gives its memory back to the scope, where it serves the next one if the scope recycles. One that
//! is forgotten leaves it to the scope's end.

use std::error::Error;
use std::ffi::{CStr, c_int, c_uint};
use std::{fmt, mem, ptr};

use libz_sys as sys;
use memscope::{AllocError, MemCx, MemVec, ScopedError, error_in, ffi};

/// Compresses.
#[derive(Debug)]
pub struct Deflate<'mcx>(Stream<'mcx>);

/// Decompresses.
#[derive(Debug)]
pub struct Inflate<'mcx>(Stream<'mcx>);

/// Why zlib does not go on.
#[derive(Clone, Copy, Debug)]
pub enum ZlibError<'mcx> {
    /// zlib's own error: its scope has no memory for its state.
    Memory,
    /// What was compressed is damaged, or something else is wrong with it.
    Data(ScopedError<'mcx>),
    /// There is no memory for what comes out.
    Output(AllocError),
}

impl fmt::Display for ZlibError<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Memory => f.write_str("not enough memory for zlib"),
            Self::Data(message) => message.fmt(f),
            Self::Output(refusal) => refusal.fmt(f),
        }
    }
}

impl Error for ZlibError<'_> {}

impl From<AllocError> for ZlibError<'_> {
    fn from(refusal: AllocError) -> Self {
        Self::Output(refusal)
    }
}

/// Either kind of stream.
#[derive(Debug)]
struct Stream<'mcx> {
    /// zlib's state knows where this is, and so it is in the scope too, and reached through this pointer alone.
    raw: *mut sys::z_stream,
    step: unsafe extern "C" fn(*mut sys::z_stream, c_int) -> c_int,
    end: unsafe extern "C" fn(*mut sys::z_stream) -> c_int,
    /// Where all of it is, and the messages of errors go.
    cx: MemCx<'mcx>,
}

impl<'mcx> Stream<'mcx> {
    /// A stream which `init` has made ready.
    fn new(
        cx: MemCx<'mcx>,
        init: impl FnOnce(*mut sys::z_stream) -> c_int,
        step: unsafe extern "C" fn(*mut sys::z_stream, c_int) -> c_int,
        end: unsafe extern "C" fn(*mut sys::z_stream) -> c_int,
    ) -> Result<Self, ZlibError<'mcx>> {
        let stream = sys::z_stream {
            next_in: ptr::null_mut(),
            avail_in: 0,
            total_in: 0,
            next_out: ptr::null_mut(),
            avail_out: 0,
            total_out: 0,
            msg: ptr::null_mut(),
            state: ptr::null_mut(),
            zalloc: ffi::zlib_alloc,
            zfree: ffi::free,
            opaque: ffi::context(cx),
            data_type: 0,
            adler: 0,
            reserved: 0,
        };
        // SAFETY: the scope is open; a block of that size is the stream's alone.
        let raw = unsafe {
            let raw = ffi::malloc(ffi::context(cx), size_of::<sys::z_stream>()).cast::<sys::z_stream>();
            if raw.is_null() {
                return Err(ZlibError::Memory);
            }
            raw.write(stream);
            raw
        };
        match init(raw) {
            sys::Z_OK => Ok(Self { raw, step, end, cx }),
            status => {
                let error = error(cx, raw, status);
                // SAFETY: nothing came of the stream, so that nobody uses it.
                unsafe { ffi::free(ffi::context(cx), raw.cast()) };
                Err(error)
            }
        }
    }

    /// Takes in all of `input`, and appends what comes of it. Returns whether the stream has ended.
    fn write(&mut self, mut input: &[u8], flush: c_int, out: &mut MemVec<'_, u8>) -> Result<bool, ZlibError<'mcx>> {
        let mut buffer = [0_u8; 4096];
        loop {
            // What zlib takes at a time is counted by an `unsigned int`.
            let now = input.len().min(c_uint::MAX as usize);
            // SAFETY: the stream is ready, and its scope open. zlib reads `now` bytes and writes no more than the buffer has.
            let (status, left, room) = unsafe {
                (*self.raw).next_in = input.as_ptr().cast_mut();
                (*self.raw).avail_in = now as c_uint;
                (*self.raw).next_out = buffer.as_mut_ptr();
                (*self.raw).avail_out = buffer.len() as c_uint;
                let status = (self.step)(self.raw, if now == input.len() { flush } else { sys::Z_NO_FLUSH });
                (status, (*self.raw).avail_in as usize, (*self.raw).avail_out as usize)
            };
            out.try_extend_from_slice(&buffer[..buffer.len() - room])?;
            input = &input[now - left..];
            match status {
                sys::Z_STREAM_END => return Ok(true),
                // Nothing is left to be taken in or given out.
                sys::Z_BUF_ERROR => return Ok(false),
                sys::Z_OK if input.is_empty() && room > 0 && flush == sys::Z_NO_FLUSH => return Ok(false),
                sys::Z_OK => {}
                status => return Err(error(self.cx, self.raw, status)),
            }
        }
    }
}

impl Drop for Stream<'_> {
    fn drop(&mut self) {
        // SAFETY: the stream is ready, and in nobody's use from now on.
        unsafe {
            (self.end)(self.raw);
            ffi::free(ffi::context(self.cx), self.raw.cast());
        }
    }
}

/// zlib's error. The message is a constant of zlib's, of which the scope has a copy.
fn error<'mcx>(cx: MemCx<'mcx>, raw: *const sys::z_stream, status: c_int) -> ZlibError<'mcx> {
    if status == sys::Z_MEM_ERROR {
        return ZlibError::Memory;
    }
    // SAFETY: the stream of the caller, whose message is null or a C string.
    let message = unsafe { (*raw).msg.cast_const() };
    if message.is_null() {
        return ZlibError::Data(error_in!(cx, "zlib says {status}"));
    }
    // SAFETY: as above.
    let message = unsafe { CStr::from_ptr(message) };
    ZlibError::Data(error_in!(cx, "{}", message.to_string_lossy()))
}

impl<'mcx> Deflate<'mcx> {
    /// A stream with its state in this scope, some 270 kB. The level is 0 (none) to 9 (best).
    ///
    /// # Errors
    /// If there is not enough memory, or no such level.
    pub fn new(cx: MemCx<'mcx>, level: i32) -> Result<Self, ZlibError<'mcx>> {
        let size = mem::size_of::<sys::z_stream>() as c_int;
        // SAFETY: a stream whose functions serve as long as the scope is open.
        let init = |raw| unsafe { sys::deflateInit_(raw, level, sys::zlibVersion(), size) };
        Stream::new(cx, init, sys::deflate, sys::deflateEnd).map(Self)
    }

    /// Compresses some bytes, and appends to `out` what is ready.
    ///
    /// # Errors
    /// If there is no memory for what comes out; then the stream is of no use any more.
    pub fn write(&mut self, bytes: &[u8], out: &mut MemVec<'_, u8>) -> Result<(), ZlibError<'mcx>> {
        self.0.write(bytes, sys::Z_NO_FLUSH, out).map(drop)
    }

    /// Appends the rest.
    ///
    /// # Errors
    /// If there is no memory for what comes out.
    pub fn finish(mut self, out: &mut MemVec<'_, u8>) -> Result<(), ZlibError<'mcx>> {
        self.0.write(&[], sys::Z_FINISH, out).map(drop)
    }
}

impl<'mcx> Inflate<'mcx> {
    /// A stream with its state in this scope, some 40 kB.
    ///
    /// # Errors
    /// If there is not enough memory.
    pub fn new(cx: MemCx<'mcx>) -> Result<Self, ZlibError<'mcx>> {
        let size = mem::size_of::<sys::z_stream>() as c_int;
        // SAFETY: a stream whose functions serve as long as the scope is open.
        let init = |raw| unsafe { sys::inflateInit_(raw, sys::zlibVersion(), size) };
        Stream::new(cx, init, sys::inflate, sys::inflateEnd).map(Self)
    }

    /// Decompresses some bytes, and appends what comes of them to `out`. Returns whether this was the end; what follows it is
    /// not read.
    ///
    /// # Errors
    /// If the bytes are not what zlib writes, or there is no memory for the state or for what comes out.
    pub fn write(&mut self, bytes: &[u8], out: &mut MemVec<'_, u8>) -> Result<bool, ZlibError<'mcx>> {
        self.0.write(bytes, sys::Z_NO_FLUSH, out)
    }
}
