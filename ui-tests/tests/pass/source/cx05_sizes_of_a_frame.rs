//! The size of a frame's memory is any constant.

#![deny(unused)]
#![forbid(unsafe_code)]

use memscope::{scope, scoped};

const SIZE: usize = 256;

mod sizes {
    pub const LARGE: usize = 1 << 16;
}

struct Parser;

impl Parser {
    const FRAME: usize = 512;

    #[scoped(inline = Self::FRAME)]
    fn parse(&self) -> usize {
        cx.alloc_str("text").len()
    }
}

fn generic<const N: usize>() -> usize {
    scope!(cx, inline = N, name = "generic");
    cx.alloc_slice_fill_with(N, |n| n).len()
}

macro_rules! framed {
    ($cx:ident, $size:expr) => {
        scope!($cx, inline = $size);
    };
}

#[scoped(inline = 64)]
async fn waits() -> u8 {
    std::future::ready(*cx.alloc(7)).await
}

fn needs_send(_: impl Send) {}

fn main() {
    scope!(number, inline = 4096);
    scope!(constant, inline = SIZE);
    scope!(path, inline = sizes::LARGE, recycle);
    scope!(sum, inline = SIZE + sizes::LARGE / 2);
    scope!(block, inline = { const HALF: usize = 32; 2 * HALF });
    framed!(from_a_macro, 100);
    assert_eq!(*number.alloc(1) + *constant.alloc(2) + *path.alloc(3), 6);
    assert_eq!(*sum.alloc(1) + *block.alloc(2) + *from_a_macro.alloc(3), 6);
    assert_eq!(Parser.parse() + generic::<3>() + generic::<0>(), 7);
    needs_send(waits());
}
