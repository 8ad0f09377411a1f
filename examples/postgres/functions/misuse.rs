//! All that a function can do wrong.

use std::alloc::Layout;
use std::panic::panic_any;

use memscope::{MemCx, scope};
use memscope_postgres::{Error, Server, SqlState, function};

use crate::witness::Witness;

struct Bomb;

impl Drop for Bomb {
    fn drop(&mut self) {
        panic!("when dropped");
    }
}

/// Owns something in all frames, and goes wrong in the innermost.
fn ms_misuse<'cx>(cx: MemCx<'cx>, server: Server<'_>, how: &str) -> Result<&'cx str, Error> {
    let _own = (Witness, String::from("on Rust's own heap"));
    let boxed = cx.try_boxed(Witness)?;
    cx.try_adopt(Witness)?;
    scope!(tmp in cx);
    tmp.try_adopt(Witness)?;
    let huge = |size: usize, align: usize| -> Result<&'cx str, Error> {
        let layout =
            Layout::from_size_align(size, align).map_err(|error| Error::new(SqlState::INTERNAL_ERROR, error))?;
        tmp.try_alloc_layout(layout)?;
        Ok("had")
    };
    let answer = match how {
        "panic" => panic!("on purpose"),
        "panic with a bomb" => panic_any(Bomb),
        "bomb" => {
            tmp.try_adopt(Bomb)?;
            Ok("dropped")
        }
        // While one unwinds: that ends the process, as ever in Rust.
        "two bombs" => {
            let _bombs = [Bomb, Bomb];
            Ok("never")
        }
        "error" => Err(Error::new(SqlState::INVALID_PARAMETER_VALUE, format_args!("{how}: {}", "€".repeat(2000)))),
        "zero byte" => Ok("a\0b"),
        "zero byte in an error" => Err(Error::new(SqlState::new(b"P0001"), "a\0b")),
        "megabyte" => huge(1 << 20, 1),
        "almost a gigabyte" => huge(0x3fff_ff00 - 200, 1),
        "gigabyte" => huge(1 << 30, 1),
        "everything" => huge(isize::MAX as usize - 7, 1),
        "everything, aligned" => huge(1 << 62, 1 << 62),
        "aligned" => huge(100, 1 << 20),
        "overflow" => {
            tmp.try_alloc_slice_default::<u64>(usize::MAX)?;
            Ok("had")
        }
        "without try" => {
            let bytes = tmp.alloc_slice_default::<u64>(1 << 40);
            std::str::from_utf8(if bytes.is_empty() { b"" } else { b"had" }).map_err(Error::from)
        }
        "until the memory is used up" => loop {
            tmp.try_alloc([0_u8; 4000])?;
        },
        "recursion" => recursion(server, 0),
        "for ever" => loop {
            server.check_interrupts()?;
        },
        _ => Ok("nothing"),
    };
    drop(boxed);
    answer
}

fn recursion(server: Server<'_>, depth: u64) -> Result<&'static str, Error> {
    let _own = Witness;
    server.check_stack()?;
    recursion(server, std::hint::black_box(depth) + 1)
}

function! { fn ms_misuse(server, how); }
