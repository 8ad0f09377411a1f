//! An owner's type is fixed, but what is seen of it may be shortened; a loose value is as covariant as a box.

#![allow(dead_code)]

use memscope::{Covariant, Keepable, Kept, KeptArc, Loose};

#[derive(Keepable, Covariant)]
#[memscope('mcx)]
struct Words<'src, 'mcx>(&'mcx [&'src str]);

fn loose<'s, 'long: 's>(name: Loose<&'long str>) -> Loose<&'s str> {
    name
}

fn seen<'s, 'src: 's>(words: &'s Kept<Words<'src, 'src>>) -> &'s Words<'s, 's> {
    words.get()
}

fn shared<'s>(words: &'s KeptArc<Words<'static, 'static>>) -> &'s [&'s str] {
    words.get().0
}

fn kept<'s, 'src: 's>(words: &'s Kept<Words<'src, 'src>>, text: &'src str) -> &'s mut &'s str {
    words.keep(text)
}

/// The lifetime in the place of the scope's is any: it is exchanged.
fn any<'a, 'b: 'a>(words: &Kept<Words<'b, 'a>>) -> usize {
    words.with(|words| words.0.len())
}

fn main() {
    let text = String::from("to be");
    let words: Kept<Words<'_, '_>> = Kept::new(|cx| Words(cx.alloc_iter(text.split(' '))));
    assert_eq!((seen(&words).0[1], *kept(&words, "not"), any(&words)), ("be", "not", 2));
}
