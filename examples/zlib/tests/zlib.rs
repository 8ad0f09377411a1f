//! zlib in scopes: round trips of real files, damage, limits.

use std::fs;
use std::path::{Path, PathBuf};

use memscope::source::{Heap, Tracking};
use memscope::{MemCx, MemVec, scope};
use memscope_zlib::{Deflate, Inflate, ZlibError};

/// Compresses in pieces of so many bytes.
fn deflate<'z, 'to>(
    zlib: MemCx<'z>,
    to: MemCx<'to>,
    bytes: &[u8],
    level: i32,
    piece: usize,
) -> Result<MemVec<'to, u8>, ZlibError<'z>> {
    let mut out = to.vec();
    let mut stream = Deflate::new(zlib, level)?;
    for piece in bytes.chunks(piece) {
        stream.write(piece, &mut out)?;
    }
    stream.finish(&mut out)?;
    Ok(out)
}

/// Decompresses in pieces. Returns whether the end was there, too.
fn inflate<'z, 'to>(
    zlib: MemCx<'z>,
    to: MemCx<'to>,
    bytes: &[u8],
    piece: usize,
) -> Result<(MemVec<'to, u8>, bool), ZlibError<'z>> {
    let (mut out, mut ended) = (to.vec(), false);
    let mut stream = Inflate::new(zlib)?;
    for piece in bytes.chunks(piece) {
        ended = stream.write(piece, &mut out)?;
    }
    Ok((out, ended))
}

/// Files of this project: text, tables, pictures, this very program.
fn files() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut files: Vec<_> = ["Cargo.lock", "README.md", "examples/data/weather.csv", "examples/data/profile.svg"]
        .map(|file| root.join(file))
        .into();
    files.push(std::env::current_exe().unwrap());
    files
}

#[test]
fn al05_zlib_round_trips_of_real_files() {
    let source = Tracking::new(Heap);
    {
        scope!(zlib, from = &source, recycle);
        for file in files() {
            let bytes = fs::read(&file).unwrap();
            let bytes = &bytes[..bytes.len().min(1 << 20)];
            for (level, piece) in [(1, 10_000), (6, usize::MAX), (9, 777)] {
                scope!(cx);
                let packed = deflate(zlib, cx, bytes, level, piece).unwrap();
                assert!(packed.len() < bytes.len() * 3 / 4, "{}", file.display());
                let (unpacked, ended) = inflate(zlib, cx, &packed, piece).unwrap();
                assert!(ended && *unpacked == *bytes, "{}", file.display());
            }
        }
        // Fifteen streams of each kind, of which one at a time was open.
        assert!(source.total().peak < 1 << 20, "{}", source.total());
    }
    assert_eq!(source.total().live, 0);
}

#[test]
fn al05_zlib_edges() {
    scope!(zlib, recycle);
    scope!(cx);
    for bytes in [&[][..], &[7], &[0; 100_000]] {
        let packed = deflate(zlib, cx, bytes, 6, 1000).unwrap();
        assert_eq!(packed[0], 0x78, "zlib's first byte");
        let (unpacked, ended) = inflate(zlib, cx, &packed, 1).unwrap();
        assert!(ended && *unpacked == *bytes);
        assert!(!inflate(zlib, cx, &packed[..packed.len() - 1], 1000).unwrap().1, "the end is missing");
    }
    assert_eq!(deflate(zlib, cx, &[], 10, 1).unwrap_err().to_string(), "zlib says -2");
    // A stream that is forgotten is the scope's.
    std::mem::forget(Deflate::new(zlib, 6).unwrap());
}

#[test]
fn al05_zlib_damage_is_an_error_with_zlibs_words() {
    scope!(zlib, recycle);
    scope!(cx);
    let mut packed = deflate(zlib, cx, &b"a study in scarlet ".repeat(50), 6, 100).unwrap();
    assert_eq!(inflate(zlib, cx, b"no zlib", 100).unwrap_err().to_string(), "incorrect header check");
    *packed.last_mut().unwrap() ^= 1;
    let error = inflate(zlib, cx, &packed, 100).unwrap_err();
    assert!(matches!(error, ZlibError::Data(message) if message.to_string() == "incorrect data check"));
}

#[test]
fn al05_zlib_wherever_memory_runs_out() {
    let text = b"the rain in spain ".repeat(500);
    scope!(cx);
    let (mut refused, mut done) = (0, 0);
    for limit in (0..400 * 1024).step_by(3000) {
        scope!(zlib, limit = limit, recycle);
        let packed = match deflate(zlib, cx, &text, 6, 1000) {
            Ok(packed) => packed,
            Err(ZlibError::Memory) => {
                refused += 1;
                // What was refused left nothing behind: if there is enough for the other kind, it works.
                let enough = Inflate::new(zlib).is_ok();
                assert!(enough || limit < 50_000, "{limit}");
                continue;
            }
            Err(other) => panic!("{other}"),
        };
        let (unpacked, _) = inflate(zlib, cx, &packed, 1000).unwrap();
        assert_eq!(*unpacked, *text);
        done += 1;
    }
    assert!(refused > 50 && done > 20, "{refused} {done}");
}

#[test]
fn er01_what_comes_out_is_limited_apart_from_the_state() {
    let text: Vec<u8> = (0..100_000_u32).map(|n| (n.wrapping_mul(n) >> 7) as u8).collect();
    scope!(zlib, limit = 512 * 1024, recycle);
    scope!(cx, limit = 10_000);
    let error = deflate(zlib, cx, &text, 6, 5000).unwrap_err();
    assert!(matches!(error, ZlibError::Output(refusal) if refusal.scope() == "cx"), "{error}");
    scope!(more);
    let packed = deflate(zlib, more, &text, 6, 5000).unwrap();
    assert_eq!(*inflate(zlib, more, &packed, 5000).unwrap().0, *text);
}
