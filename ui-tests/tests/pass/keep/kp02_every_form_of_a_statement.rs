//! Everything that a kept `let` can be, without a warning.

#![deny(warnings)]
#![forbid(unsafe_code)]

use memscope::{CopyIn, Loose, MemCx, keep, scope, scoped};

#[derive(CopyIn, Clone, Copy)]
struct Pair<'mcx> {
    name: &'mcx str,
    n: u32,
}

#[scoped(tmp in cx)]
fn forms<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<&'mcx mut Pair<'mcx>> {
    /// Attributes stay.
    #[allow(unused_doc_comments)]
    #[keep(with = cx)]
    #[cfg(all())]
    let plain = 1_u32;
    #[keep(with = cx)]
    let typed: u64 = 2;
    #[keep(with = tmp)]
    let mut mutable = [0_u8; 4];
    mutable[0] = 1;
    #[keep(with = (cx, tmp))]
    let Pair { name, n } = Pair { name: "a pair", n: 3 };
    *n += *plain + *typed as u32 + u32::from(mutable[0]) + name.len() as u32;
    #[memscope::keep(with = cx)]
    let Some(first) = text.chars().next() else { return None };
    #[keep(with = cx, using = cx)]
    let chosen = if first.is_alphabetic() { *n } else { 0 };
    #[keep(with = cx, copy)]
    let mut copy = Pair { name: text, n: *chosen };
    copy.n += 1;
    #[keep(with = tmp, adopt)]
    let adopted = text.to_owned();
    adopted.push('!');
    #[keep]
    let loose: String = adopted.clone();
    copy.n += Loose::release(loose).len() as u32;
    #[keep(with = return)]
    let result = copy;
    Some(result)
}

fn main() {
    scope!(cx);
    let result = forms(cx, &String::from("text")).unwrap();
    assert_eq!((result.name, result.n), ("text", 3 + 1 + 2 + 1 + 6 + 1 + 5));
    assert!(forms(cx, "").is_none());

    let total = scope!(<'mcx> tmp in cx => {
        #[keep(with = cx)]
        let kept: &'mcx str = "named";
        #[keep(with = tmp)]
        let other = |n: usize| n + 1;
        other(kept.len())
    });
    assert_eq!(*keep!(total, with = cx), 6);
}
