//! Where a kept `let` or a `keep!` may stand, however odd, without a warning.

#![deny(warnings)]
#![forbid(unsafe_code)]

use memscope::{InScope, MemCx, MemVec, keep, scope, scoped};

/// What the value does on its way: labels, jumps, `?`.
#[scoped(tmp in cx)]
fn found<'mcx>(cx: MemCx<'mcx>, grid: &[[u32; 3]]) -> Option<&'mcx (usize, usize)> {
    'rows: for (y, row) in grid.iter().enumerate() {
        for (x, &n) in row.iter().enumerate() {
            #[keep(with = cx)]
            let at = match n {
                0 => continue,
                1 => continue 'rows,
                2 => break 'rows,
                _ => (x, *tmp.alloc(y)),
            };
            return Some(at);
        }
    }
    'none: {
        #[keep(with = cx)]
        let at = if grid.is_empty() { break 'none None } else { (9, 'nine: { break 'nine 9 }) };
        Some(at)
    }
}

/// In conditions, where an attribute cannot stand.
#[scoped(tmp in cx)]
fn counted(cx: MemCx<'_>, n: Option<u32>) -> &u32 {
    if let Some(n) = keep!(n, with = return)
        && let one = keep!(1, with = tmp)
        && *n > *one
    {
        *n += *one;
        return n;
    }
    let mut rounds = 0;
    while let Some(round) = keep!((rounds < 3).then_some(rounds), with = tmp) {
        rounds = *round + 1;
    }
    match keep!(rounds, with = cx) {
        3 => keep!(30, with = cx),
        other => other,
    }
}

/// Raw names, names that are the macro's words, patterns of all kinds, parentheses that only an `else` needs.
#[scoped(r#in in r#type)]
fn named<'mcx>(r#type: MemCx<'mcx>, r#fn: (u8, [u8; 4])) -> Result<&'mcx mut [u8], &'mcx str> {
    #[keep(with = r#type)]
    let (r#match, [_, rest @ ..]) = r#fn;
    #[keep(with = r#in)]
    let Some(with) = (match *r#match {
        0 => None,
        n => Some(n),
    }) else {
        return Err("zero");
    };
    #[keep(with = r#in)]
    let (keep, _) = (with, ()) else { return Ok(rest) };
    #[keep(with = r#in)]
    let whole @ (..) = (**keep, 1);
    #[keep(with = r#in)]
    let (result @ 0..=9 | result) = whole.0 + whole.1;
    rest[0] += *result;
    Ok(rest)
}

/// Beside other attributes, which may take the `let` or the parameter away.
#[scoped(tmp in cx)]
fn attributed<'mcx>(
    cx: MemCx<'mcx>,
    #[cfg(any())]
    #[keep(with = cx)]
    gone: Gone,
    #[keep(with = cx)]
    #[expect(unused_variables)]
    unused: u32,
    #[allow(non_snake_case)]
    #[keep(with = cx)]
    Upper: u32,
) -> &'mcx u32 {
    #[cfg(any())]
    #[keep(with = gone)]
    let sum: Gone = Upper + gone;
    #[cfg(all())]
    #[keep(with = cx)]
    #[expect(unused_parens)]
    let sum = (*Upper + *tmp.alloc(1));
    sum
}

/// In closures, which have results of their own, and items, which have keeps of their own.
#[scoped(tmp in cx)]
fn nested<'mcx>(cx: MemCx<'mcx>, words: &[&str]) -> Vec<&'mcx u32> {
    #[scoped(inner in outer)]
    #[keep(with = return)]
    fn twice(outer: MemCx<'_>, n: u32) -> &u32 {
        *inner.alloc(2) * n
    }
    struct Parser<'m>(MemCx<'m>);
    impl<'m> Parser<'m> {
        #[scoped(tmp in self.0)]
        fn number(&self, word: &str) -> Option<&'m mut u32> {
            #[keep(with = self.0)]
            let number = tmp.alloc_str(word).parse().ok()?;
            Some(number)
        }
    }
    let number = |word: &&str| -> Option<&'mcx u32> {
        #[keep(with = return)]
        let number = **Parser(tmp).number(word).as_ref()? + *twice(tmp, 1);
        Some(number)
    };
    words.iter().filter_map(number).collect()
}

/// Beside a handle that is only lent, and a value that is its own keeper's.
#[scoped(tmp in *cx)]
fn lent<'mcx>(cx: &MemCx<'mcx>, list: &mut (impl InScope<'mcx> + Extend<u32>)) -> &'mcx usize {
    #[keep(with = list)]
    let kept = {
        list.extend([1]);
        #[keep(with = tmp)]
        let inner = 1;
        *inner
    };
    #[keep(with = return)]
    let kept = *kept;
    kept
}

/// Of more keepers than a tuple knows.
#[scoped(tmp in cx)]
fn several<'mcx>(cx: MemCx<'mcx>, list: &MemVec<'mcx, u32>) -> &'mcx u32 {
    #[keep(with = (cx, list, tmp, list, tmp))]
    let kept = 5;
    keep!(*kept, with = (return, tmp, tmp, tmp))
}

macro_rules! makers {
    ($($name:ident: $ty:ty = $value:expr;)*) => {$(
        #[scoped(tmp in cx)]
        #[keep(with = return)]
        fn $name<'mcx>(cx: MemCx<'mcx>, #[keep(with = tmp)] more: $ty) -> &'mcx $ty {
            macro_rules! kept {
                ($kept:expr) => {
                    keep!($kept, with = tmp)
                };
            }
            #[keep(with = tmp)]
            let value: $ty = $value;
            *kept!(*value + *more)
        }
    )*};
}

makers! {
    five: u8 = 2 + 3;
    six: f32 = "6".parse().unwrap();
}

fn main() {
    scope!(cx);
    assert_eq!(found(cx, &[[0, 1, 5], [0, 5, 0]]), Some(&(1, 1)));
    assert_eq!((found(cx, &[[0, 2, 0]]), found(cx, &[])), (Some(&(9, 9)), None));
    assert_eq!((counted(cx, Some(2)), counted(cx, None)), (&3, &30));
    assert_eq!(named(cx, (1, [2; 4])), Ok(&mut [4, 2, 2][..]));
    assert_eq!(named(cx, (0, [2; 4])), Err("zero"));
    assert_eq!(attributed(cx, 0, 4), &5);
    assert_eq!(nested(cx, &["1", "x", "2"]), [&3, &4]);
    let mut list = cx.vec();
    assert_eq!((lent(&cx, &mut list), list.len()), (&1, 1));
    assert_eq!(several(cx, &list), &5);
    assert_eq!((five(cx, 1), six(cx, 1.0)), (&6, &7.0));
}
