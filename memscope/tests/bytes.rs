//! Bytes: copied, read, written, and looked at by `bstr`.

use std::io::{self, ErrorKind, Read, Write};

use bstr::{BStr, ByteSlice};
use memscope::{Cause, MemBox, scope, vec_in};

#[cfg_attr(feature = "checked", ignore = "about where bytes stand in a chunk")]
#[test]
fn cx09_bytes_are_copied_packed() {
    scope!(cx);
    let first = cx.alloc_bytes(b"first");
    let second = cx.alloc_bytes(b"second");
    assert_eq!(first.as_ptr_range().end, second.as_ptr_range().start);
    first[0] = b'F';
    assert_eq!((&*first, &*second, cx.alloc_bytes(b"").len()), (&b"First"[..], &b"second"[..], 0));
    scope!(small, name = "small", limit = 64);
    let error = small.try_alloc_bytes(&[0; 65]).unwrap_err();
    assert_eq!((error.scope(), error.cause()), ("small", Cause::Limit));
}

#[test]
fn cx09_bstr_looks_at_all_of_them() {
    scope!(cx);
    let slice: &[u8] = cx.alloc_bytes(b"a\xFFb\nc");
    let vec = vec_in![cx; b'x', b'\n', b'y'];
    let boxed: MemBox<'_, [u8]> = vec.clone().into_boxed_slice();
    assert_eq!(slice.lines().map(ByteSlice::to_str_lossy).collect::<Vec<_>>(), ["a\u{FFFD}b", "c"]);
    assert_eq!((vec.lines().count(), boxed.find_byte(b'y'), vec.as_bstr()), (2, Some(2), BStr::new("x\ny")));
    let words = cx.alloc_iter(slice.split_str("\n").map(BStr::new));
    words.sort_unstable();
    assert_eq!(words, [BStr::new(b"a\xFFb"), BStr::new("c")]);
}

#[test]
fn cx09_a_reader_is_read_to_its_end() {
    scope!(cx);
    for len in [0, 1, 4095, 4096, 4097, 100_000] {
        let data: Vec<u8> = (0..len).map(|n| (n % 251) as u8).collect();
        let before = cx.alloc_str("before");
        let read: &mut [u8] = cx.read_to_end(&data[..]).unwrap();
        assert_eq!((read.len(), read[..] == data, &*before), (len, true, "before"));
    }
    assert_eq!(cx.read_to_string("naïve".as_bytes()).unwrap(), "naïve");
    assert_eq!(cx.read_to_string(&b"na\xEFve"[..]).unwrap_err().kind(), ErrorKind::InvalidData);
}

/// Gives one byte at a time, is interrupted before each, and fails after some.
struct Slow {
    left: u32,
    interrupted: bool,
    fails: bool,
}

impl Read for Slow {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        self.interrupted = !self.interrupted;
        if self.interrupted {
            return Err(ErrorKind::Interrupted.into());
        }
        match self.left.checked_sub(1) {
            Some(left) => {
                assert!(buf[0] == 0 && buf[buf.len() - 1] == 0, "a reader may look at what it overwrites");
                self.left = left;
                buf[0] = 7;
                Ok(1)
            }
            None if self.fails => Err(ErrorKind::BrokenPipe.into()),
            None => Ok(0),
        }
    }
}

#[test]
fn cx09_a_reader_that_is_slow_or_fails() {
    scope!(cx, limit = 20_000);
    assert_eq!(cx.read_to_end(Slow { left: 5000, interrupted: false, fails: false }).unwrap(), [7; 5000]);
    for _ in 0..10 {
        let failed = cx.read_to_end(Slow { left: 2000, interrupted: false, fails: true });
        assert_eq!(failed.unwrap_err().kind(), ErrorKind::BrokenPipe);
        assert_eq!(cx.read_to_end(io::repeat(1)).unwrap_err().kind(), ErrorKind::OutOfMemory);
    }
}

#[test]
#[should_panic(expected = "a reader claims 5000 bytes of a buffer of 4096")]
fn pg16_a_reader_that_lies() {
    struct Liar;
    impl Read for Liar {
        fn read(&mut self, _: &mut [u8]) -> io::Result<usize> {
            Ok(5000)
        }
    }
    scope!(cx);
    let _ = cx.read_to_end(Liar);
}

#[test]
fn cx09_a_vector_of_bytes_is_a_writer() {
    scope!(cx, limit = 4096);
    let mut out = cx.vec();
    writeln!(out, "{}", 5).unwrap();
    io::copy(&mut &b"more"[..], &mut out).unwrap();
    assert_eq!(out, *b"5\nmore");
    assert_eq!(out.write_all(&[0; 5000]).unwrap_err().kind(), ErrorKind::OutOfMemory);
    assert_eq!(out, *b"5\nmore");
}
