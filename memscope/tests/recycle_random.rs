//! A scope that recycles stays as large as what is alive in it, whatever the sizes, the alignments and the owners: random
//! mixes, beside a model of what each block holds.
//!
//! What is freed is not used again where each object has a block of its own: not with the feature `checked`.
#![cfg(not(feature = "checked"))]

mod common;

use std::alloc::Layout;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::slice;

#[cfg(feature = "allocator-api2")]
use allocator_api2::alloc::Allocator;
use common::{Random, usage};
use memscope::source::{Heap, Source};
use memscope::{MemBox, MemCx, MemString, MemVec, ThinVec, scope};

#[repr(align(64))]
struct Line;

#[repr(align(4096))]
struct Page(u8);

type Uninit<'cx, T> = MemBox<'cx, [MaybeUninit<T>]>;

enum Owner<'cx> {
    Bytes(Uninit<'cx, u8>),
    Pairs(Uninit<'cx, u16>),
    Threes(Uninit<'cx, [u8; 3]>),
    Words(Uninit<'cx, u64>),
    Wide(Uninit<'cx, u128>),
    Lines(Uninit<'cx, (Line, [u8; 64])>),
    Page(MemBox<'cx, Page>),
    Odd(MemBox<'cx, [u8; 13]>),
    Vec(MemVec<'cx, u8>),
    Thin(ThinVec<'cx, u8>),
    Slice(MemBox<'cx, [u8]>),
    Text(MemString<'cx>),
    /// Of any layout, from the top, or by way of `Allocator` from the bottom.
    Top(NonNull<u8>, Layout),
    #[cfg(feature = "allocator-api2")]
    Bottom(NonNull<u8>, Layout),
}

struct Block<'cx> {
    owner: Owner<'cx>,
    pattern: u8,
}

/// What a mix is of.
#[derive(Clone, Copy, Debug)]
struct Mix {
    /// As many bytes as may be alive, each block counted with its alignment.
    alive: usize,
    longest: usize,
    aligned: usize,
}

impl<'cx> Block<'cx> {
    fn new(cx: MemCx<'cx>, random: &Random, mix: Mix) -> Self {
        let most = if random.one_in(20) { mix.longest } else { mix.longest.min(60) };
        let size = 1 + random.below(most);
        let align = 1 << random.below(mix.aligned.ilog2() as usize + 1);
        let layout = Layout::from_size_align(size, align).unwrap();
        let pattern = random.below(128) as u8;
        let owner = match random.below(14) {
            0 => Owner::Bytes(cx.boxed_uninit_slice(size)),
            1 => Owner::Pairs(cx.boxed_uninit_slice(size.div_ceil(2))),
            2 => Owner::Threes(cx.boxed_uninit_slice(size.div_ceil(3))),
            3 => Owner::Words(cx.boxed_uninit_slice(size.div_ceil(8))),
            4 => Owner::Wide(cx.boxed_uninit_slice(size.div_ceil(16))),
            5 if mix.aligned >= 64 => Owner::Lines(cx.boxed_uninit_slice(size.div_ceil(64))),
            6 if mix.aligned >= 4096 => Owner::Page(cx.boxed(Page(0))),
            7 => Owner::Odd(cx.boxed([0; 13])),
            8 => Owner::Thin(ThinVec::from_iter_in((0..size).map(|_| 0), cx)),
            9 => Owner::Slice(MemVec::from_iter_in((0..size).filter(|_| true).map(|_| 0), cx).into_boxed_slice()),
            10 => Owner::Text(MemString::from_iter_in((0..size).map(|_| 'x'), cx)),
            11 => Owner::Top(cx.alloc_layout(layout), layout),
            #[cfg(feature = "allocator-api2")]
            12 => Owner::Bottom(cx.allocate(layout).unwrap().cast(), layout),
            _ => {
                let mut vec = cx.vec();
                vec.resize(size, 0);
                Owner::Vec(vec)
            }
        };
        let mut block = Self { owner, pattern };
        block.fill();
        block
    }

    fn bytes(&mut self) -> &mut [MaybeUninit<u8>] {
        fn of<T: ?Sized>(value: &mut T) -> (*mut u8, usize) {
            ((&raw mut *value).cast(), size_of_val(value))
        }
        let (start, len) = match &mut self.owner {
            Owner::Bytes(x) => of(&mut **x),
            Owner::Pairs(x) => of(&mut **x),
            Owner::Threes(x) => of(&mut **x),
            Owner::Words(x) => of(&mut **x),
            Owner::Wide(x) => of(&mut **x),
            Owner::Lines(x) => of(&mut **x),
            Owner::Page(x) => of(&mut x.0),
            Owner::Odd(x) => of(&mut **x),
            Owner::Vec(x) => of(&mut **x),
            Owner::Thin(x) => of(&mut **x),
            Owner::Slice(x) => of(&mut **x),
            Owner::Text(x) => of(&mut **x),
            Owner::Top(start, layout) => (start.as_ptr(), layout.size()),
            #[cfg(feature = "allocator-api2")]
            Owner::Bottom(start, layout) => (start.as_ptr(), layout.size()),
        };
        // SAFETY: the block's memory, which is borrowed with it; what is written is below 128, and so any of these types.
        unsafe { slice::from_raw_parts_mut(start.cast(), len) }
    }

    fn fill(&mut self) {
        let pattern = self.pattern;
        self.bytes().iter_mut().for_each(|byte| _ = byte.write(pattern));
    }

    #[track_caller]
    fn check(&mut self) {
        let pattern = self.pattern;
        // SAFETY: filled.
        assert!(self.bytes().iter().all(|byte| unsafe { byte.assume_init() } == pattern));
    }

    /// How much it may take: of a vector, twice what is in it.
    fn size(&mut self) -> usize {
        let align = match &self.owner {
            Owner::Page(_) => 4096,
            Owner::Lines(_) => 64,
            Owner::Top(_, layout) => layout.align(),
            #[cfg(feature = "allocator-api2")]
            Owner::Bottom(_, layout) => layout.align(),
            _ => 16,
        };
        2 * self.bytes().len() + align
    }

    /// Shorter, or longer.
    fn resized(mut self, cx: MemCx<'cx>, random: &Random) -> Self {
        let size = self.bytes().len();
        let (less, more) = (size / 2, size + 1 + random.below(20));
        let longer = random.one_in(2);
        self.owner = match self.owner {
            Owner::Bytes(x) if longer => Owner::Bytes(cx.grow(x, more)),
            Owner::Bytes(x) if less > 0 => Owner::Bytes(cx.shrink(x, less)),
            Owner::Threes(x) if longer => Owner::Threes(cx.grow(x, more.div_ceil(3))),
            Owner::Threes(x) => Owner::Threes(cx.shrink(x, size.div_ceil(6))),
            Owner::Wide(x) if longer => Owner::Wide(cx.grow(x, more.div_ceil(16))),
            Owner::Wide(x) => Owner::Wide(cx.shrink(x, size.div_ceil(32))),
            Owner::Vec(mut x) => {
                x.resize(if longer { more } else { less }, 0);
                x.shrink_to_fit();
                Owner::Vec(x)
            }
            Owner::Thin(mut x) => {
                x.push(cx, 0);
                x.shrink_to_fit(cx);
                Owner::Thin(x)
            }
            #[cfg(feature = "allocator-api2")]
            Owner::Bottom(start, layout) => {
                let new = Layout::from_size_align(if longer { more } else { less }, layout.align()).unwrap();
                // SAFETY: a block of this allocator.
                let block = unsafe {
                    if longer {
                        Allocator::grow(&cx, start, layout, new)
                    } else {
                        Allocator::shrink(&cx, start, layout, new)
                    }
                };
                Owner::Bottom(block.unwrap().cast(), new)
            }
            other => other,
        };
        self.fill();
        self
    }

    fn free(self, cx: MemCx<'cx>) {
        match self.owner {
            Owner::Bytes(x) => cx.free(x),
            Owner::Pairs(x) => cx.free(x),
            Owner::Threes(x) => cx.free(x),
            Owner::Words(x) => cx.free(x),
            Owner::Wide(x) => cx.free(x),
            Owner::Lines(x) => cx.free(x),
            Owner::Page(x) => cx.free(x),
            Owner::Odd(x) => cx.free(x),
            Owner::Thin(x) => x.free(cx),
            Owner::Slice(x) => cx.free(x),
            Owner::Vec(_) | Owner::Text(_) => {}
            // SAFETY: a block of this scope.
            Owner::Top(start, layout) => unsafe { cx.put(start, layout) },
            #[cfg(feature = "allocator-api2")]
            Owner::Bottom(start, layout) => {
                // SAFETY: a block of this allocator.
                unsafe { cx.deallocate(start, layout) }
            }
        }
    }
}

/// Blocks come and go. What never goes is a few strings, which stand between them.
fn churn(cx: MemCx<'_>, seed: u64, mix: Mix, rounds: usize) {
    let random = Random::new(seed * 2 + 1);
    let (mut blocks, mut strings, mut alive) = (Vec::new(), Vec::new(), 0);
    for round in 0..rounds {
        if strings.len() < 100 && random.one_in(20) {
            let text = "text".repeat(random.below(4));
            strings.push((&*cx.alloc_str(&text), text));
        }
        if !blocks.is_empty() && (alive > mix.alive || random.one_in(3)) {
            let mut block: Block<'_> = blocks.swap_remove(random.below(blocks.len()));
            block.check();
            alive -= block.size();
            if random.one_in(3) {
                let mut block = block.resized(cx, &random);
                alive += block.size();
                blocks.push(block);
            } else {
                block.free(cx);
            }
        } else {
            let mut block = Block::new(cx, &random, mix);
            alive += block.size();
            blocks.push(block);
        }
        if round % 1000 == 0 {
            blocks.iter_mut().for_each(Block::check);
        }
    }
    blocks.iter_mut().for_each(Block::check);
    assert!(strings.iter().all(|(copy, text)| copy == text));
}

/// The mixes, and how many bytes are enough for each.
const MIXES: [(Mix, usize); 4] = [
    (Mix { alive: 5_000, longest: 24, aligned: 1 }, 32 << 10),
    (Mix { alive: 50_000, longest: 600, aligned: 128 }, 512 << 10),
    (Mix { alive: 100_000, longest: 5_000, aligned: 4096 }, 2 << 20),
    (Mix { alive: 2_000_000, longest: 200_000, aligned: 512 }, 20 << 20),
];

const ROUNDS: usize = if cfg!(miri) {
    300
} else if cfg!(debug_assertions) {
    30_000
} else {
    1_000_000
};

/// How many bytes the scope takes for a mix.
fn taken(cx: MemCx<'_>, seed: u64, mix: Mix) -> usize {
    let before = usage().chunk_bytes;
    churn(cx, seed, mix, ROUNDS);
    (usage().chunk_bytes - before) as usize
}

#[test]
fn pg10_a_scope_of_any_mix_stays_as_large_as_what_is_alive() {
    for (seed, (mix, enough)) in (1..).zip(MIXES) {
        scope!(cx, from = Heap, recycle);
        let bytes = taken(cx, seed, mix);
        assert!(bytes <= enough, "{bytes} bytes for {mix:?}");
    }
}

#[test]
fn pg10_any_mix_in_a_frame_in_a_parent_and_under_a_limit() {
    for (seed, (mix, enough)) in (1..).zip(MIXES).take(2) {
        scope!(frame, inline = 4096, limit = enough, recycle);
        churn(frame, seed, mix, ROUNDS);
        scope!(outer);
        outer.alloc_str("odd");
        scope!(inner in outer, limit = enough, recycle);
        churn(inner, seed, mix, ROUNDS);
    }
}

/// Without recycling the bounds do not hold.
#[cfg_attr(miri, ignore = "needs many rounds")]
#[test]
fn pg10_negative_control_of_the_bounds() {
    for (seed, (mix, enough)) in (1..).zip(MIXES) {
        scope!(cx, from = Heap);
        let before = usage().chunk_bytes;
        churn(cx, seed, mix, 30_000);
        assert!((usage().chunk_bytes - before) as usize > enough, "{mix:?}");
    }
}
