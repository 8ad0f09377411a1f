//! Every way to allocate, at every size and alignment.

mod common;

use std::alloc::Layout;
use std::mem::MaybeUninit;

use common::{Blocks, Log, balanced, on_a_large_stack};
use memscope::{Cause, MemBox, MemCx, format_in, scope};

fn init<T: Copy>(place: &mut MaybeUninit<T>, value: T) -> T {
    *place.write(value)
}

#[test]
fn pg06_every_flavour_holds_its_value() {
    scope!(cx);
    let kept = cx.alloc([7_u8; 33]);
    assert_eq!(*cx.alloc(1_u64), 1);
    assert_eq!(*cx.alloc_with(|| [2_u16; 500]), [2; 500]);
    assert_eq!(*cx.alloc_default::<(u8, u64)>(), (0, 0));
    assert_eq!(*cx.alloc_zeroed::<[u32; 100]>(), [0; 100]);
    assert_eq!(init(cx.alloc_uninit(), 'x'), 'x');
    assert_eq!(cx.alloc_slice_copy(&[1, 2, 3]), [1, 2, 3]);
    assert_eq!(cx.alloc_slice_clone(&["a", "b"]), ["a", "b"]);
    assert_eq!(cx.alloc_slice_fill_with(4, |i| i * i), [0, 1, 4, 9]);
    assert_eq!(cx.alloc_slice_default::<i8>(3), [0; 3]);
    assert_eq!(cx.alloc_uninit_slice::<u64>(9).len(), 9);
    assert_eq!(cx.alloc_iter((0..5).filter(|n| n % 2 == 0)), [0, 2, 4]);
    assert_eq!(cx.alloc_iter_exact([1, 2].into_iter().rev()), [2, 1]);
    assert_eq!(cx.alloc_str("grüß"), "grüß");
    assert_eq!(cx.alloc_cstr(c"c"), c"c");
    assert_eq!(cx.alloc_fmt(format_args!("{}-{:>3}", 1, 2)), "1-  2");
    assert_eq!(format_in!(cx, "{:5000}", "x").len(), 5000);
    assert!(cx.alloc_layout(Layout::new::<u128>()).cast::<u128>().is_aligned());
    assert_eq!(*cx.boxed(String::from("s")), "s");
    assert_eq!(*cx.boxed_with(|| vec![1]), [1]);
    assert_eq!(cx.boxed_uninit_slice::<u32>(3).len(), 3);
    assert_eq!(*cx.adopt(Box::new(5)), Box::new(5));
    cx.defer(|| ());
    assert_eq!(kept, &[7; 33]);
}

#[test]
fn pg06_every_flavour_has_a_fallible_twin() {
    scope!(cx);
    let kept = cx.try_alloc([7_u8; 33]).unwrap();
    assert_eq!(*cx.try_alloc_with(|| [2_u16; 500]).unwrap(), [2; 500]);
    assert_eq!(*cx.try_alloc_default::<(u8, u64)>().unwrap(), (0, 0));
    assert_eq!(*cx.try_alloc_zeroed::<[u32; 100]>().unwrap(), [0; 100]);
    assert_eq!(init(cx.try_alloc_uninit().unwrap(), 'x'), 'x');
    assert_eq!(cx.try_alloc_slice_copy(&[1, 2, 3]).unwrap(), [1, 2, 3]);
    assert_eq!(cx.try_alloc_slice_clone(&["a", "b"]).unwrap(), ["a", "b"]);
    assert_eq!(cx.try_alloc_slice_fill_with(4, |i| i * i).unwrap(), [0, 1, 4, 9]);
    assert_eq!(cx.try_alloc_slice_default::<i8>(3).unwrap(), [0; 3]);
    assert_eq!(cx.try_alloc_uninit_slice::<u64>(9).unwrap().len(), 9);
    assert_eq!(cx.try_alloc_iter((0..5).filter(|n| n % 2 == 0)).unwrap(), [0, 2, 4]);
    assert_eq!(cx.try_alloc_iter_exact([1, 2].into_iter().rev()).unwrap(), [2, 1]);
    assert_eq!(cx.try_alloc_str("grüß").unwrap(), "grüß");
    assert_eq!(cx.try_alloc_cstr(c"c").unwrap(), c"c");
    assert_eq!(cx.try_alloc_fmt(format_args!("{}-{:>3}", 1, 2)).unwrap(), "1-  2");
    assert!(cx.try_alloc_layout(Layout::new::<u128>()).unwrap().cast::<u128>().is_aligned());
    assert_eq!(*cx.try_boxed(String::from("s")).unwrap(), "s");
    assert_eq!(*cx.try_boxed_with(|| vec![1]).unwrap(), [1]);
    let buf = cx.try_boxed_uninit_slice::<u32>(3).unwrap();
    assert_eq!(cx.try_grow(buf, 300).unwrap().len(), 300);
    assert_eq!(*cx.try_adopt(Box::new(5)).unwrap(), Box::new(5));
    cx.try_defer(|| ()).unwrap();
    assert_eq!(kept, &[7; 33]);
}

/// Every alignment with sizes around every border: of words, of pages, of the fast path, of chunks.
fn every_layout() -> impl Iterator<Item = Layout> {
    let sizes = [1, 7, 8, 9, 24, 65, 1967, 1968, 1969, 4095, 4096, 4097, 40_000];
    (0..=16).flat_map(move |shift| sizes.map(|size| Layout::from_size_align(size, 1 << shift).unwrap()))
}

fn fill_with_every_layout(cx: MemCx<'_>, blocks: &mut Blocks) {
    for layout in every_layout() {
        blocks.add(cx.alloc_layout(layout), layout);
        blocks.add(cx.try_alloc_layout(layout).unwrap(), layout);
    }
    let huge = Layout::from_size_align(3 << 20, 1 << 16).unwrap();
    blocks.add(cx.alloc_layout(huge), huge);
}

#[test]
fn pg06_every_size_at_every_alignment() {
    balanced(|| {
        let mut blocks = Blocks::default();
        scope!(cx);
        fill_with_every_layout(cx, &mut blocks);
        blocks.check();
        {
            let mut inner_blocks = Blocks::default();
            scope!(tmp in cx);
            fill_with_every_layout(tmp, &mut inner_blocks);
            fill_with_every_layout(cx, &mut blocks);
            inner_blocks.check();
        }
        fill_with_every_layout(cx, &mut blocks);
        blocks.check();
    });
}

macro_rules! aligned_types {
    ($($name:ident $align:literal)*) => {
        $(
            #[repr(align($align))]
            #[derive(Clone, Copy, Default, PartialEq, Debug)]
            struct $name(u8);
        )*

        fn types_of_every_alignment() {
            scope!(cx);
            for round in 0..3 {
                cx.alloc(0_u8);
                cx.alloc_str("odd");
                $({
                    let one = cx.alloc($name(round));
                    let many = cx.alloc_slice_copy(&[$name(round); 3]);
                    let grown = cx.alloc_iter((0..3).filter(|n| *n > 0).map(|_| $name(round)));
                    let owned = cx.boxed($name(round));
                    let adopted = cx.adopt($name(round));
                    for place in [&raw const *one, &raw const many[0], &raw const grown[0], &raw const *owned,
                        &raw const *adopted]
                    {
                        assert!(place.is_aligned());
                    }
                    assert_eq!((one.0, many[2].0, grown[1].0, owned.0, adopted.0), (round, round, round, round, round));
                })*
            }
        }
    };
}
#[test]
fn pg06_types_of_every_alignment() {
    on_a_large_stack(types_of_every_alignment);
}

aligned_types! { A1 1 A2 2 A4 4 A8 8 A16 16 A32 32 A64 64 A256 256 A1024 1024 A4096 4096 A16384 16384 A65536 65536 }

#[test]
fn pg06_zero_size_is_valid_and_takes_nothing() {
    let (_, used) = common::measure(|| {
        scope!(cx);
        cx.alloc(());
        cx.alloc([0_u64; 0]);
        assert_eq!(cx.alloc_str(""), "");
        assert!(cx.alloc_slice_copy::<u64>(&[]).is_empty());
        assert!(cx.alloc_slice_default::<u128>(0).is_empty());
        assert_eq!(cx.alloc_slice_fill_with(1000, |_| ()).len(), 1000);
        assert_eq!(cx.alloc_iter((0..1000).map(|_| ())).len(), 1000);
        assert_eq!(cx.alloc_uninit_slice::<()>(usize::MAX).len(), usize::MAX);
        assert!(cx.alloc_iter(std::iter::empty::<u32>()).is_empty());
        assert_eq!(cx.alloc_fmt(format_args!("")), "");
        for shift in 0..=16 {
            let layout = Layout::from_size_align(0, 1 << shift).unwrap();
            assert!(cx.alloc_layout(layout).addr().get().is_multiple_of(1 << shift));
        }
        let none = cx.boxed_uninit_slice::<u64>(0);
        cx.free(cx.shrink(none, 0));
    });
    assert_eq!(used.chunks, 0);
}

#[test]
fn pg06_a_zst_with_a_destructor_drops_exactly_once() {
    struct Zst;
    thread_local!(static LOG: Log = Log::default());
    impl Drop for Zst {
        fn drop(&mut self) {
            LOG.with(|log| log.note(1));
        }
    }
    let drops = || LOG.with(Log::take).len();

    {
        scope!(cx);
        let boxed = cx.boxed(Zst);
        assert_eq!(drops(), 0);
        drop(boxed);
        assert_eq!(drops(), 1);
        cx.free(cx.boxed(Zst));
        assert_eq!(drops(), 1);
        let inner = MemBox::into_inner(cx.boxed(Zst));
        assert_eq!(drops(), 0);
        drop(inner);
        assert_eq!(drops(), 1);
        cx.adopt(Zst);
        cx.adopt(Zst);
        assert_eq!(drops(), 0);
    }
    assert_eq!(drops(), 2);
}

#[test]
fn cx12_a_count_that_overflows_is_an_error() {
    scope!(cx, name = "counts");
    let kept = cx.alloc_str("before");
    for n in [usize::MAX, usize::MAX / 8, isize::MAX as usize / 8 + 1] {
        let errors = [
            cx.try_alloc_slice_fill_with(n, |_| 0_u64).unwrap_err(),
            cx.try_alloc_slice_default::<u64>(n).unwrap_err(),
            cx.try_alloc_uninit_slice::<u64>(n).unwrap_err(),
            cx.try_boxed_uninit_slice::<u64>(n).map(drop).unwrap_err(),
            cx.try_grow(cx.boxed_uninit_slice::<u64>(1), n).map(drop).unwrap_err().0,
        ];
        for error in errors {
            assert_eq!((error.cause(), error.size(), error.align()), (Cause::CapacityOverflow, usize::MAX, 8));
            assert_eq!(error.scope(), "counts");
        }
    }
    assert!(common::panic_text(|| cx.alloc_slice_default::<u64>(usize::MAX)).contains("exceeds `isize::MAX`"));
    assert_eq!(kept, "before");
    assert_eq!(cx.alloc_str("after"), "after");
}

#[test]
fn cx12_a_layout_at_the_end_of_the_address_space_is_an_error() {
    scope!(cx);
    for align in [1, 8, 4096, 1 << 40, 1 << 62] {
        let most = (isize::MAX as usize + 1) - align;
        for size in [most, most - 1, most / 2 + 1] {
            if let Ok(layout) = Layout::from_size_align(size, align)
                && size > 1 << 50
            {
                let error = cx.try_alloc_layout(layout).unwrap_err();
                assert_eq!((error.size(), error.align()), (size, align));
            }
        }
    }
    assert_eq!(*cx.alloc(3), 3);
}
