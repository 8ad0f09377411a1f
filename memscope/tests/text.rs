//! Text on its way into a scope: of every length, in windows of every length, and beside what its own formatters allocate.

use std::cell::RefCell;
use std::fmt::{self, Display};
use std::panic::{AssertUnwindSafe, catch_unwind};

use memscope::{MemCx, scope};

/// Of this many different bytes, so that a byte that is out of place shows.
fn text(len: usize) -> String {
    (0..len).map(|i| char::from(b'!' + (i % 90) as u8)).collect()
}

/// Whatever the length, and whatever the window has left of it, the copy is the text, and touches nothing else.
#[test]
#[cfg_attr(feature = "checked", ignore = "about chunks")]
fn pg06_a_copy_of_any_length() {
    for left in 0..40 {
        scope!(cx, limit = 2000);
        let before = cx.alloc_bytes(&vec![b'x'; 2000 - left]);
        for len in (0..=40).rev() {
            let copy = cx.try_alloc_str(&text(len));
            assert_eq!(copy.is_ok(), len <= left, "{len} of {left}");
            if let Ok(copy) = copy {
                assert_eq!(*copy, text(len));
                break;
            }
        }
        assert!(before.iter().all(|&byte| byte == b'x'));
    }
}

/// In chunk after chunk.
#[test]
fn pg06_many_copies() {
    scope!(cx);
    let all: Vec<(usize, &str)> = (0..5000).map(|n| (n % 70, &*cx.alloc_str(&text(n % 70)))).collect();
    assert!(all.iter().all(|(len, copy)| *copy == text(*len)));
}

/// A scope, what was kept in it, and the length at which to panic.
struct Busy<'a, 'mcx>(MemCx<'mcx>, &'a mut Vec<&'mcx str>, usize);

/// Writes parts of all lengths, and between them allocates in the scope that the text goes to.
struct Part<'p, 'a, 'mcx>(&'p RefCell<Busy<'a, 'mcx>>);

impl Display for Part<'_, '_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut busy = self.0.borrow_mut();
        let Busy(cx, kept, panics_at) = &mut *busy;
        for len in 0..40 {
            assert!(len != *panics_at, "as it was told");
            f.write_str(&text(len))?;
            kept.push(cx.alloc_str(&text(len)));
            cx.alloc(len);
            let mut grows = cx.vec();
            grows.extend(0..len);
            kept.push(cx.alloc_fmt(format_args!("{len}{len}")));
        }
        Ok(())
    }
}

fn whole() -> String {
    (0..40).map(text).collect()
}

fn untouched(kept: &[&str]) -> bool {
    kept.chunks(2).enumerate().all(|(len, pair)| pair[0] == text(len) && pair[1] == format!("{len}{len}"))
}

#[test]
fn pg06_formatters_allocate_in_the_same_scope() {
    scope!(outer);
    for _ in 0..20 {
        scope!(cx in outer);
        let mut kept = Vec::new();
        let busy = Busy(cx, &mut kept, usize::MAX);
        let busy = RefCell::new(busy);
        let text = cx.alloc_fmt(format_args!("{}{}", "<", Part(&busy)));
        assert_eq!(*text, format!("<{}", whole()));
        assert!(untouched(&kept));
    }
}

#[test]
fn pg06_formatters_panic() {
    scope!(cx);
    for at in [0, 1, 17, 39] {
        let mut kept = Vec::new();
        let busy = Busy(cx, &mut kept, at);
        let busy = RefCell::new(busy);
        let result = catch_unwind(AssertUnwindSafe(|| cx.alloc_fmt(format_args!("{}", Part(&busy))).len()));
        assert!(result.is_err());
        assert!(kept.len() == 2 * at && untouched(&kept));
        assert_eq!(cx.alloc_fmt(format_args!("{:>20}", at)).trim(), at.to_string());
    }
}

/// A full vector doubles in place, elsewhere in the window, and in another chunk.
#[test]
fn cx09_a_full_vector_doubles() {
    scope!(cx);
    for beside in [false, true] {
        for n in 0..12 {
            scope!(inner in cx);
            let mut v = cx.vec();
            let mut others = cx.vec();
            for i in 0..1 << n {
                v.push(i);
                if beside {
                    others.push(inner.alloc_str("beside").len());
                }
            }
            assert!(v.iter().copied().eq(0..1 << n));
            assert!(others.iter().all(|&len| len == 6));
        }
    }
    let mut units = cx.vec();
    units.extend([(); 100]);
    units.push(());
    assert_eq!(units.len(), 101);
}
