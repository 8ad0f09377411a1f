//! What may leave a scope: copies, owned values, and what was made in a scope further out.

use memscope::{MemCx, MemString, MemVec, scope};

struct Name<'mcx> {
    first: &'mcx str,
    all: MemVec<'mcx, MemString<'mcx>>,
}

fn name<'mcx>(cx: MemCx<'mcx>, line: &str) -> Option<Name<'mcx>> {
    scope!(tmp in cx);
    let words = tmp.alloc_iter(line.split(' '));
    words.sort_unstable();
    let mut all = cx.vec();
    for word in &*words {
        let mut name = cx.string();
        name.push_str(word);
        all.push(name);
    }
    Some(Name { first: cx.alloc_str(words.first()?), all })
}

fn main() {
    let mut lengths = Vec::new();
    let mut owned = String::new();
    scope!(cx);
    let mut kept = Vec::new();
    for line in ["Ada Lovelace", "Grace Hopper"] {
        scope!(row in cx);
        let copy = row.alloc_str(line);
        lengths.push(copy.len());
        owned.push_str(copy);
        kept.push(name(cx, copy).unwrap());
    }
    assert_eq!(lengths, [12, 12]);
    assert_eq!(owned, "Ada LovelaceGrace Hopper");
    assert_eq!((kept[1].first, &*kept[1].all[1]), ("Grace", "Hopper"));
}
