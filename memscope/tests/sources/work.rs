//! What is done in a scope on each source: a bit of everything, and a look at all of it at the end.

use std::alloc::Layout;

use memscope::{AllocError, MemBox, MemCx, scope};

use crate::common::{Blocks, Log};

#[derive(Clone, Copy, Debug, Default, PartialEq)]
#[repr(align(64))]
pub(crate) struct Wide(pub(crate) u64);

fn bytes(size: usize, align: usize) -> Layout {
    Layout::from_size_align(size, align).unwrap()
}

/// Allocates in every way, with blocks of up to `huge` bytes. What is there is right also after an error.
pub(crate) fn all_kinds(cx: MemCx<'_>, huge: usize) -> Result<(), AllocError> {
    let log = Log::default();
    let mut blocks = Blocks::default();
    let mut kept: Vec<(&u64, u64)> = Vec::new();
    let mut texts: Vec<(&str, String)> = Vec::new();
    let result = (|| {
        let mut list = cx.vec();
        for n in 0..100_u64 {
            list.try_push(n)?;
            kept.push((cx.try_alloc(n)?, n));
        }
        list.try_insert(50, 1000)?;
        list.retain(|n| n % 2 == 0);
        list.shrink_to_fit();
        assert_eq!(list.len(), 51);

        let mut text = memscope::MemString::new_in(cx);
        for n in 0..50 {
            text.try_push_str("text ")?;
            texts.push((cx.try_alloc_fmt(format_args!("{n:>20} {:?}", (n, "x")))?, format!("{n:>20} {:?}", (n, "x"))));
        }
        let other = text.try_split_off(100)?;
        assert_eq!((text.len(), other.len()), (100, 150));

        for n in 0..10_u32 {
            let first = cx.try_boxed(log.loud(n))?;
            let second = cx.try_boxed([n; 40])?;
            cx.free(first);
            assert_eq!(second[39], n);
            cx.free(second);
            cx.free(cx.try_boxed(Wide(7))?);
            drop(cx.try_boxed(log.loud(n))?);
        }
        assert_eq!(log.take().len(), 20);

        assert_eq!(*cx.try_alloc(Wide(5))?, Wide(5));
        for align in [1, 2, 8, 16, 32, 64, 256, 4096] {
            for size in [0, 1, 8, 24, 100] {
                blocks.add(cx.try_alloc_layout(bytes(size, align))?, bytes(size, align));
            }
        }
        assert_eq!(cx.try_alloc_slice_default::<()>(1000)?.len(), 1000);
        assert_eq!(cx.try_alloc_slice_default::<u64>(0)?, []);
        *cx.try_boxed(())?;
        cx.free(cx.try_boxed_uninit_slice::<u64>(0)?);

        for size in [3000, huge / 2, huge] {
            blocks.add(cx.try_alloc_layout(bytes(size, 1))?, bytes(size, 1));
            let buf = cx.try_boxed_uninit_slice::<u8>(size / 4)?;
            let buf = cx.try_grow(buf, size / 2).map_err(|(error, _)| error)?;
            cx.free(cx.shrink(buf, size / 8));
        }

        #[cfg(feature = "hashbrown")]
        {
            let mut map = cx.try_map_with_capacity(100)?;
            for n in 0..100 {
                map.insert(n, n * n);
            }
            assert!((0..100).all(|n| map[&n] == n * n));
        }

        inner_scopes(cx)?;
        transactions(cx)?;
        // What `cx` has adopted is dropped at its end, after all of this: the test must not count on the order here.
        cx.try_adopt(vec![1, 2, 3])?.push(4);
        cx.try_defer(|| ())
    })();
    blocks.check();
    assert!(kept.iter().all(|(value, n)| **value == *n));
    assert!(texts.iter().all(|(text, copy)| text == copy));
    result
}

fn inner_scopes(cx: MemCx<'_>) -> Result<(), AllocError> {
    let mut outside = cx.vec();
    for n in 0..30_usize {
        scope!(row in cx);
        row.try_alloc([n; 20])?;
        outside.try_push(&*cx.try_alloc(n)?)?;
        {
            scope!(cell in row, limit = 2000);
            cell.try_alloc_str(&"x".repeat(n))?;
            row.try_adopt(String::from("dropped with the row"))?;
            cell.free(cell.try_boxed([n; 3])?);
            assert!(cell.try_alloc([0_u8; 4000]).is_err());
        }
        if n % 10 == 0 {
            row.try_alloc_slice_fill_with(n * 100, |i| i)?;
        }
    }
    assert!(outside.iter().copied().copied().eq(0..30));
    Ok(())
}

fn transactions(cx: MemCx<'_>) -> Result<(), AllocError> {
    let mut kept: Vec<(&[usize], usize)> = Vec::new();
    for n in 0..20_usize {
        let result = cx.transaction::<&[usize], Option<AllocError>>(|tx, _| {
            tx.free(tx.try_boxed([n; 4])?);
            tx.try_adopt(String::from("the parent's, if committed"))?;
            let slice = tx.try_alloc_slice_fill_with(n * 10, |i| i + n)?;
            if n % 3 == 0 { Err(None) } else { Ok(slice) }
        });
        match result {
            Ok(slice) => kept.push((slice, n)),
            Err(None) => (),
            Err(Some(error)) => return Err(error),
        }
        cx.free(cx.try_boxed(n)?);
    }
    let boxed: MemBox<'_, u64> = cx.transaction::<MemBox<'static, u64>, AllocError>(|tx, _| tx.try_boxed(5))?;
    cx.free(boxed);
    assert!(kept.iter().all(|(slice, n)| slice.iter().copied().eq(*n..n * 11)));
    Ok(())
}
