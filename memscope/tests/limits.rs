//! `limit`: exact to the byte, with all that is opened inside, and refused by name.

mod common;

use std::alloc::Layout;

use common::{Blocks, balanced};
use memscope::{AllocError, Cause, MemCx, scope};

/// How many bytes can still be had, one at a time. Strings lie packed, so each costs what it says.
fn rest(cx: MemCx<'_>) -> usize {
    let mut bytes = 0;
    while cx.try_alloc_str("x").is_ok() {
        bytes += 1;
    }
    bytes
}

#[track_caller]
fn refused<T>(result: Result<T, AllocError>, by: &str) {
    match result {
        Ok(_) => panic!("`{by}` has not refused"),
        Err(error) => assert_eq!((error.cause(), error.scope()), (Cause::Limit, by)),
    }
}

fn bytes(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

#[test]
fn pg06_a_limit_is_exact_for_strings_of_any_size() {
    for limit in [0, 1, 2, 7, 8, 100, 1967, 1968, 1969, 5003, 100_001] {
        balanced(|| {
            scope!(cx, limit = limit);
            assert_eq!(rest(cx), limit);
            refused(cx.try_alloc_str("y"), "cx");
            scope!(other, limit = limit);
            refused(other.try_alloc_str(&"x".repeat(limit + 1)), "other");
            assert_eq!(other.alloc_str(&"x".repeat(limit)).len(), limit);
            refused(other.try_alloc_str("x"), "other");
        });
    }
}

#[test]
fn pg06_a_limit_is_exact_for_values_and_buffers() {
    for limit in [8, 64, 1968, 1976, 4096, 65_536] {
        balanced(|| {
            scope!(cx, limit = limit);
            for n in 0..limit / 8 {
                assert_eq!(*cx.alloc(n), n);
            }
            refused(cx.try_alloc(0_u8), "cx");
            assert_eq!(rest(cx), 0);

            scope!(buffers, limit = limit);
            let buf = buffers.boxed_uninit_slice::<u64>(limit / 8);
            refused(buffers.try_grow(buf, limit / 8 + 1).map_err(|(error, _)| error), "buffers");
            assert_eq!(rest(buffers), 0);
        });
    }
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn pg06_a_mixture_uses_a_limit_up_to_the_last_byte() {
    balanced(|| {
        let mut blocks = Blocks::default();
        scope!(cx, limit = 10_007);
        let mut used = 0;
        for n in 1..40 {
            cx.alloc(n as u64);
            let layout = bytes(n * 3, 1);
            blocks.add(cx.alloc_layout(layout), layout);
            cx.alloc_str(&"s".repeat(n));
            used += 8 + (n * 3).next_multiple_of(8) + n;
        }
        assert_eq!(rest(cx), 10_007 - used);
        blocks.check();
    });
}

#[test]
fn pg06_an_oversized_request_counts_what_it_takes() {
    balanced(|| {
        scope!(cx, limit = 100_000);
        cx.alloc(1_u64);
        let huge = bytes(70_000, 8);
        let mut blocks = Blocks::default();
        blocks.add(cx.alloc_layout(huge), huge);
        refused(cx.try_alloc_layout(huge), "cx");
        cx.alloc(2_u64);
        blocks.add(cx.alloc_layout(bytes(20_000, 8)), bytes(20_000, 8));
        assert_eq!(rest(cx), 100_000 - 70_000 - 20_000 - 16);
        blocks.check();
    });
}

#[test]
fn pg06_an_over_aligned_request_counts_with_its_padding() {
    for align in [32, 256, 4096, 65_536] {
        balanced(|| {
            // The padding of each depends on where the heap puts the chunk; it is less than the alignment.
            scope!(cx, limit = 4 * align);
            let layout = bytes(align, align);
            let first = cx.alloc_layout(layout);
            let second = cx.alloc_layout(layout);
            assert!(first.addr().get().is_multiple_of(align) && second.addr().get().is_multiple_of(align));
            refused(cx.try_alloc_layout(bytes(align * 3, align)), "cx");
            assert!(rest(cx) <= 2 * align);
        });
    }
}

#[test]
fn pg06_zero_sized_values_fit_any_limit() {
    scope!(cx, limit = 0);
    cx.alloc(());
    assert_eq!(cx.alloc_str(""), "");
    refused(cx.try_alloc(1_u8), "cx");
}

#[test]
fn pg06_what_is_inside_counts_and_is_credited_at_its_end() {
    balanced(|| {
        scope!(cx, name = "outer", limit = 50_000);
        for round in 0..100 {
            scope!(tmp in cx);
            let mut blocks = Blocks::default();
            for _ in 0..4 {
                scope!(deeper in tmp);
                let layout = bytes(40_000 + round, 8);
                blocks.add(deeper.alloc_layout(layout), layout);
                refused(deeper.try_alloc_layout(bytes(10_001, 8)), "outer");
                blocks.check();
                blocks = Blocks::default();
            }
            refused(tmp.try_alloc_layout(bytes(50_001, 8)), "outer");
        }
        assert_eq!(rest(cx), 50_000);
    });
}

#[test]
fn pg06_the_error_names_the_scope_whose_limit_it_is() {
    balanced(|| {
        scope!(outer, limit = 10_000);
        {
            scope!(tight in outer, limit = 100);
            tight.alloc(1_u64);
            refused(tight.try_alloc([0_u8; 100]), "tight");
            scope!(free in tight);
            refused(free.try_alloc([0_u8; 100]), "tight");
            assert_eq!(rest(free), 92);
        }
        {
            scope!(wide in outer, limit = 1 << 30);
            refused(wide.try_alloc([0_u8; 10_001]), "outer");
            scope!(wider in wide, limit = 1 << 40);
            refused(wider.try_alloc_layout(bytes(1 << 20, 8)), "outer");
            refused(wider.try_alloc_layout(bytes((1 << 30) + 1, 8)), "outer");
        }
        assert_eq!(rest(outer), 10_000);
    });
}

#[test]
fn pg06_an_inner_limit_is_exact_in_a_window_that_is_longer_and_shorter() {
    balanced(|| {
        scope!(cx);
        cx.alloc(1_u64);
        for limit in [0, 1, 100, 1000, 1959, 1960, 1961, 5000, 100_000] {
            scope!(tmp in cx, limit = limit);
            assert_eq!(rest(tmp), limit);
            refused(tmp.try_alloc(1_u8), "tmp");
        }
        assert_eq!(*cx.alloc(2), 2);
    });
}

#[test]
fn pg06_adopting_counts_against_the_limit() {
    balanced(|| {
        scope!(cx, limit = 1000);
        let mut adopted = 0;
        while cx.try_adopt([adopted; 2]).is_ok() {
            adopted += 1;
        }
        // Two words beside the value, and a word for the list's first entry.
        assert_eq!(adopted as usize, (1000 - 8) / 24);
        scope!(none, limit = 10);
        refused(none.try_adopt(1_u64), "none");
        refused(none.try_defer(|| ()), "none");
    });
}

#[test]
fn pg06_a_refusal_touches_nothing() {
    balanced(|| {
        scope!(cx, limit = 6000);
        let mut blocks = Blocks::default();
        let mut n = 0;
        loop {
            n += 1;
            let layout = bytes(n * 5, 1 << (n % 4));
            refused(cx.try_alloc_layout(bytes(6001, 8)), "cx");
            refused(cx.try_alloc_fmt(format_args!("{:7000}", n)), "cx");
            refused(cx.try_alloc_iter(0..2000), "cx");
            blocks.check();
            match cx.try_alloc_layout(layout) {
                Ok(start) => blocks.add(start, layout),
                Err(error) => break assert_eq!(error.cause(), Cause::Limit),
            }
        }
        blocks.check();
        assert!(n > 30);
    });
}

#[test]
fn pg06_the_default_name_is_the_handles() {
    scope!(shout, limit = 10);
    assert_eq!(
        common::panic_text(|| shout.alloc([0_u64; 2])),
        "scope `shout` cannot allocate 16 bytes (align 8): it would exceed its limit of 10 bytes, of which 0 are used"
    );
}

/// What an inner scope borrowed and left is paid for once: the limit is neither overdrawn nor spent twice.
#[test]
fn pg06_a_borrowed_window_that_is_left_counts_once() {
    fn fill(tmp: MemCx<'_>) {
        tmp.alloc(1_u64);
        tmp.try_alloc_layout(bytes(1960, 8)).unwrap();
        for _ in 0..3 {
            refused(tmp.try_alloc_layout(bytes(1960, 8)), "outer");
        }
    }
    scope!(cx, name = "outer", limit = 2000);
    cx.alloc(1_u64);
    for _ in 0..3 {
        scope!(tmp in cx);
        fill(tmp);
    }
    for _ in 0..3 {
        scope!(tmp in cx, limit = 100_000);
        fill(tmp);
    }
    assert_eq!(rest(cx), 1992);
}

/// Two scopes whose sites are equal, so that the compiler may make one constant of them.
#[test]
fn pg06_scopes_on_one_line_keep_their_limits_apart() {
    macro_rules! two {
        ($cx:ident, $limit:expr, $body:block) => {
            scope!($cx, limit = $limit);
            scope!($cx in $cx);
            $body
        };
    }
    two!(cx, 2100, {
        cx.alloc(1_u64);
        cx.try_alloc_layout(bytes(1960, 8)).unwrap();
        refused(cx.try_alloc_layout(bytes(1960, 8)), "cx");
    });
}

/// The tail that came back after the outer scope had moved on is free again, also for the outer scope itself.
#[test]
fn pg06_a_tail_that_came_back_can_be_had_before_the_limit_refuses() {
    scope!(cx, limit = 4096);
    cx.alloc(1_u64);
    for _ in 0..2 {
        scope!(tmp in cx);
        tmp.alloc(1_u64);
        cx.alloc(1_u64);
    }
    cx.try_alloc_layout(bytes(3000, 8)).unwrap();
}

/// A tail that nobody paid for, because it stood in for what was borrowed, is not paid out either.
#[test]
fn pg06_a_tail_that_was_never_charged_is_not_credited() {
    memscope::trim();
    scope!(cx, limit = 2268);
    cx.alloc(0_u64);
    {
        scope!(tmp in cx);
        tmp.adopt(()); // a chunk of its own, for which the borrowed rest stands in
        {
            scope!(deeper in tmp);
            tmp.alloc(0_u64);
            assert_eq!(deeper.name(), "deeper");
        }
        refused(tmp.try_alloc_layout(bytes(5000, 1)), "cx");
        let _ = cx.try_alloc_layout(bytes(1900, 1));
    }
    let more = (0..1000).take_while(|_| cx.try_alloc_layout(bytes(1000, 1)).is_ok()).count();
    assert!(more <= 2, "{more} times 1000 bytes");
}
