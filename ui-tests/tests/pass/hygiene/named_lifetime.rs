//! The name of a scope's lifetime in a body: types, turbofish, casts, labels of the same name, items of its own.

use memscope::{MemCx, MemVec, scope, scoped};

struct Pair<'a>(&'a str, &'a str);

#[scoped(<'mcx> cx)]
fn longest(words: &[&str]) -> usize {
    let mut kept: MemVec<'mcx, &'mcx str> = cx.vec();
    for word in words {
        kept.push(cx.alloc_str(word));
    }
    let lengths = kept.iter().map(|word| -> usize { <&'mcx str>::clone(word).len() });
    lengths.max().unwrap_or_default()
}

fn main() {
    let len = scope!(<'mcx> cx => {
        fn first<'mcx>(_: MemCx<'mcx>, pair: Pair<'mcx>) -> &'mcx str {
            pair.0
        }
        let pair: Pair<'mcx> = Pair(cx.alloc_str("a"), cx.alloc_str("b"));
        let second = pair.1 as &'mcx str;
        'mcx: loop {
            break 'mcx first(cx, pair).len() + second.len();
        }
    });
    assert_eq!(len, 2);
    assert_eq!(longest(&["a", "bcd"]), 3);

    scope!(<'outer> cx => {
        let kept: &'outer str = scope!(<'inner> tmp in cx => {
            let draft: &'inner str = tmp.alloc_str("draft");
            cx.alloc_str(draft)
        });
        assert_eq!(kept, "draft");
    });
}
