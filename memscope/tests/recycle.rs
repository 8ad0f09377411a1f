//! Scopes that use freed memory again.
//!
//! What is freed is not used again where each object has a block of its own: not with the feature `checked`.
#![cfg(not(feature = "checked"))]

mod common;

use std::alloc::Layout;
use std::array::from_fn;
use std::cell::Cell;
use std::collections::VecDeque;
use std::fmt::{self, Display};
use std::mem::{MaybeUninit, swap};

use common::{measure, usage};
use memscope::source::{Buffer, Heap};
use memscope::{Carried, Keepable, Kept, MemBox, MemCx, scope};

#[test]
fn pg10_a_queue_of_a_million_boxes_stays_where_it_is() {
    scope!(cx, name = "queue", recycle);
    let mut queue = VecDeque::with_capacity(101);
    let before = usage();
    for i in 0..1_000_000_u64 {
        queue.push_back(cx.boxed([i; 7]));
        if queue.len() > 100 {
            let oldest = queue.pop_front().unwrap();
            assert_eq!(oldest[6], i - 100);
            cx.free(oldest);
        }
    }
    assert!(usage().chunk_bytes - before.chunk_bytes < 32 * 1024, "{:?}", usage());
}

/// A block is divided where nothing of it is lost, so that sizes may vary.
#[test]
fn pg10_blocks_of_many_sizes_stay_where_they_are() {
    scope!(cx, name = "buffers", recycle);
    let mut buffers = VecDeque::new();
    let (mut chunk_bytes, mut random) = (0, 1_u64);
    for i in 0..400_000 {
        random = random.wrapping_mul(0x5851_F42D_4C95_7F2D).wrapping_add(1);
        buffers.push_back(cx.boxed_uninit_slice::<u64>(2 + (random >> 40) as usize % 24));
        if buffers.len() > 100 {
            let at = (random >> 33) as usize % buffers.len();
            cx.free(buffers.swap_remove_back(at).unwrap());
        }
        if i == 40_000 {
            chunk_bytes = usage().chunk_bytes;
        }
    }
    assert!(usage().chunk_bytes <= chunk_bytes + 64 * 1024, "{:?}", usage());
}

#[test]
fn pg10_recycling_within_a_limit_and_inside_a_parent() {
    fn churn(cx: MemCx<'_>) {
        let mut kept: [_; 4] = from_fn(|n| cx.boxed([n; 8]));
        for round in 0..1000 {
            let mut other = cx.boxed([round; 8]);
            swap(&mut kept[round % 4], &mut other);
            cx.free(other);
        }
        assert_eq!(kept.map(|values| values[7]), [996, 997, 998, 999]);
    }
    scope!(cx, limit = 1024, recycle);
    churn(cx);
    scope!(outer);
    scope!(tmp in outer, limit = 600, recycle);
    churn(tmp);
    scope!(frame, inline = 512, recycle);
    let ((), usage) = measure(|| churn(frame));
    assert_eq!(usage.requests, 0);
}

/// The same without recycling needs more than the limit.
#[test]
#[should_panic(expected = "scope `cx` cannot allocate 64 bytes")]
fn pg10_negative_control_without_recycling() {
    scope!(cx, limit = 1024);
    let mut kept = cx.boxed([0_u64; 8]);
    for round in 0..1000 {
        let mut other = cx.boxed([round; 8]);
        swap(&mut kept, &mut other);
        cx.free(other);
    }
}

/// A short block for each of many, then a long one where they were.
#[test]
fn pg10_neighbours_become_one_before_a_request_is_refused() {
    fn long_after_short(cx: MemCx<'_>, keep: impl Fn(usize) -> bool) -> bool {
        let (mut kept, mut freed) = (Vec::new(), Vec::new());
        for n in 0.. {
            let Ok(short) = cx.try_boxed([n; 4]) else { break };
            if keep(n) { kept.push(short) } else { freed.push(short) }
        }
        assert!(kept.len() + freed.len() > 90);
        // In no order.
        while !freed.is_empty() {
            cx.free(freed.swap_remove(freed.len() / 2));
        }
        let long = cx.try_boxed_uninit_slice::<u64>(200);
        assert!(kept.iter().all(|values| keep(values[3])));
        long.is_ok()
    }
    scope!(cx, limit = 4000, recycle);
    assert!(long_after_short(cx, |_| false));
    scope!(frame, inline = 2000, limit = 4000, recycle);
    assert!(long_after_short(frame, |n| n < 10));
    // Negative control: no two neighbours are free.
    scope!(cx, limit = 4000, recycle);
    assert!(!long_after_short(cx, |n| n % 2 == 0));
}

/// Blocks of all kinds, freed in any order: none is another's, whoever had its memory before.
#[test]
fn pg10_blocks_are_disjoint_whatever_was_freed() {
    type Block<'cx> = MemBox<'cx, [MaybeUninit<u64>]>;

    fn fill(block: &mut Block<'_>, n: u64) {
        block.iter_mut().for_each(|word| _ = word.write(n));
    }

    #[track_caller]
    fn check(block: &Block<'_>, n: u64) {
        // SAFETY: filled above.
        assert!(block.iter().all(|word| unsafe { word.assume_init() } == n));
    }

    fn churn(cx: MemCx<'_>, seed: u64) {
        let (mut blocks, mut bytes, mut state) = (Vec::<(Block<'_>, u64)>::new(), Vec::new(), seed);
        for n in 0..3000 {
            state = state.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
            let random = (state >> 33) as usize;
            if blocks.len() < 50 && random.is_multiple_of(2) || blocks.is_empty() {
                let len = if random.is_multiple_of(16) { random / 16 % 700 } else { random / 16 % 40 };
                let Ok(mut block) = cx.try_boxed_uninit_slice(len) else { continue };
                fill(&mut block, n);
                blocks.push((block, n));
                // What is not aligned, and of odd sizes.
                bytes.extend(cx.try_boxed([n as u8; 13]).ok().zip(cx.try_boxed((n as u32, n as u8)).ok()));
            } else {
                let (block, was) = blocks.swap_remove(random / 2 % blocks.len());
                check(&block, was);
                match random / 128 % 3 {
                    0 => {
                        let shorter = block.len() / 2;
                        blocks.push((cx.shrink(block, shorter), was));
                    }
                    _ => cx.free(block),
                }
                if let Some((byte, pair)) = bytes.pop() {
                    assert!(byte.iter().all(|byte| *byte == pair.1) && pair.0 as u8 == pair.1);
                    cx.free(byte);
                    cx.free(pair);
                }
            }
        }
        blocks.iter().for_each(|(block, was)| check(block, *was));
    }

    for seed in 0..if cfg!(miri) { 1 } else { 20 } {
        scope!(cx, recycle);
        churn(cx, seed);
        scope!(tight, limit = 30_000, recycle);
        churn(tight, seed);
        scope!(frame, inline = 4096, limit = 30_000, recycle);
        churn(frame, seed);
        scope!(heap, from = Heap, recycle);
        churn(heap, seed);
        let mut bytes = [MaybeUninit::uninit(); 40_000];
        scope!(buffer, from = Buffer::new(&mut bytes), inline = 1000, recycle);
        churn(buffer, seed);
        scope!(outer);
        outer.alloc_slice_copy(&[seed; 100]);
        scope!(inner in outer, recycle, limit = 30_000);
        churn(inner, seed);
        scope!(innermost in inner, recycle, limit = 20_000);
        churn(innermost, seed);
        churn(inner, seed);
    }
}

/// What is aligned strictly may stand where something short was freed, if that happens to be aligned.
#[test]
fn pg10_a_short_block_serves_a_strictly_aligned_request() {
    #[repr(align(32))]
    struct Short(u8);

    fn fits(cx: MemCx<'_>, is_freed: impl Fn(usize) -> bool) -> bool {
        let mut kept = Vec::new();
        while let Ok(block) = cx.try_boxed(Short(0)) {
            kept.push(block);
        }
        assert!(kept.iter().all(|block| block.0 == 0));
        let (freed, _kept): (Vec<_>, Vec<_>) =
            kept.into_iter().partition(|block| is_freed((&raw const **block).addr()));
        assert!(!freed.is_empty());
        freed.into_iter().for_each(|block| cx.free(block));
        cx.try_alloc_layout(Layout::from_size_align(32, 256).unwrap()).is_ok()
    }
    scope!(cx, limit = 2000, recycle);
    assert!(fits(cx, |at| at % 256 == 0));
    // Negative control: none is aligned.
    scope!(cx, limit = 2000, recycle);
    assert!(!fits(cx, |at| at % 64 == 32));
}

#[test]
fn pg10_a_lowered_limit_holds_for_what_was_freed() {
    for limit in [0, 100, 3000, 3007, 3008, 5000, 10_000] {
        scope!(cx, limit = 20_000, recycle);
        let (mut blocks, mut freed): (Vec<_>, Vec<_>) =
            (0..100_u64).map(|n| (n, cx.boxed([n; 8]))).partition(|(n, _)| n % 2 == 0);
        cx.alloc_str("four");
        freed.drain(..).for_each(|(_, block)| cx.free(block));
        assert_eq!(blocks.len() * 64, 3200);
        cx.set_limit(limit).unwrap();
        while let Ok(block) = cx.try_boxed([0; 8]) {
            blocks.push((0, block));
        }
        let alive = blocks.len() * 64 + 4;
        let most = limit.max(3204);
        assert!(alive <= most && alive + 64 > most, "{alive} of {limit}");
        let error = cx.try_boxed([0_u64; 8]).unwrap_err();
        assert!(error.limit() == Some(limit) && error.used() <= Some(limit) && error.size() == 64, "{error}");
        // Half of them, and then up to the limit again.
        blocks.drain(..blocks.len() / 2).for_each(|(_, block)| cx.free(block));
        while let Ok(block) = cx.try_boxed([0; 8]) {
            blocks.push((0, block));
        }
        let alive = blocks.len() * 64 + 4;
        assert!(alive <= most, "{alive} of {limit}");
        cx.set_limit(20_000).unwrap();
        while let Ok(block) = cx.try_boxed([0; 8]) {
            blocks.push((0, block));
        }
        let alive = blocks.len() * 64 + 4;
        assert!((19_900..=20_000).contains(&alive), "{alive} after {limit}");
    }
}

/// What others have packed need not end where a unit does: then its neighbour begins there.
#[test]
fn pg10_packed_blocks_of_others_leave_their_neighbours_alone() {
    #[derive(Keepable, Carried)]
    struct Packed<'cx>([MemBox<'cx, [MaybeUninit<u8>]>; 9]);

    fn packed(cx: MemCx<'_>) -> Packed<'_> {
        Packed(from_fn(|n| {
            let mut bytes = cx.boxed_uninit_slice(1 + n * 3);
            bytes.fill(MaybeUninit::new(n as u8));
            bytes
        }))
    }

    fn free_every_other<'cx>(cx: MemCx<'cx>, blocks: Packed<'cx>) {
        let mut kept = Vec::new();
        for (n, block) in blocks.0.into_iter().enumerate() {
            if n % 2 == 0 { cx.free(block) } else { kept.push((n, block)) }
        }
        // Until all that is free is written to.
        for n in 0..3000 {
            cx.alloc([0xFF_u8; 8]);
            cx.alloc([n; 3]);
        }
        for (n, block) in kept {
            // SAFETY: filled.
            assert!(block.iter().all(|byte| unsafe { byte.assume_init() } == n as u8));
        }
    }
    scope!(cx, recycle);
    let kept = Kept::<Packed<'static>>::new(packed);
    free_every_other(cx, kept.into_scope(cx));

    scope!(cx, recycle);
    let committed = cx.transaction::<Packed<'static>, ()>(|tx, _| Ok(packed(tx))).unwrap();
    free_every_other(cx, committed);
    scope!(tmp in cx);
    free_every_other(tmp, packed(tmp));
}

/// A string behind a buffer has as many bytes as the buffer's cut end, rounded up to units, would reach too far.
#[test]
fn pg10_the_end_of_a_block_reaches_no_string_behind_it() {
    /// Puts a string behind the text that it writes.
    struct Writes<'a, 'mcx>(MemCx<'mcx>, usize, &'a str, Cell<&'mcx str>);
    impl Display for Writes<'_, '_> {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            self.3.set(self.0.alloc_str(self.2));
            f.write_str(&"t".repeat(self.1))
        }
    }
    let kept = |make: fn(MemCx<'_>, usize, &str) -> bool| {
        for len in 0..20 {
            for behind in 0..20 {
                scope!(cx, recycle);
                assert!(make(cx, len, &"s".repeat(behind)), "{len} bytes, {behind} behind them");
            }
        }
    };
    fn others(cx: MemCx<'_>) {
        cx.alloc_str(&"o".repeat(100));
    }
    kept(|cx, len, behind| {
        let mut list = cx.vec_with_capacity(32);
        let string = &*cx.alloc_str(behind);
        list.extend(vec![7_u8; len]);
        let list = list.into_slice();
        others(cx);
        string == behind && *list == vec![7; len]
    });
    kept(|cx, len, behind| {
        let mut list = cx.vec_with_capacity(32);
        let string = &*cx.alloc_str(behind);
        list.extend(vec![7_u8; len]);
        list.shrink_to_fit();
        others(cx);
        string == behind && list == vec![7; len]
    });
    kept(|cx, len, behind| {
        let writes = Writes(cx, len, behind, Cell::new(""));
        let text = cx.alloc_fmt(format_args!("{writes}"));
        others(cx);
        writes.3.get() == behind && *text == "t".repeat(len)
    });
}
