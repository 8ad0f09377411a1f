//! Types that a macro makes, of fragments that it was given.

use memscope::{CopyIn, Covariant, InScope, Keepable, Kept, MemCx, scope};

macro_rules! node {
    ($(#[$attr:meta])* $name:ident<$lifetime:lifetime> { $($field:ident: $ty:ty),* $(,)? }) => {
        #[derive(Keepable, Covariant, CopyIn)]
        $(#[$attr])*
        struct $name<$lifetime> {
            $($field: $ty,)*
            #[copy_in(tail)]
            next: Option<&$lifetime $name<$lifetime>>,
        }
    };
}
node!(Node<'a> { text: &'a str, pair: (u8, &'a [u8]) });

macro_rules! handle {
    ($ty:ty) => {
        #[derive(InScope)]
        struct Handle<'mcx> {
            cx: $ty,
            #[allow(dead_code)]
            other: &'mcx u8,
        }
    };
}
handle!(MemCx<'mcx>);

fn main() {
    let kept: Kept<Node<'static>> = Kept::new(|cx| {
        let next = cx.alloc(Node { text: cx.alloc_str("b"), pair: (2, &[]), next: None });
        Node { text: cx.alloc_str("a"), pair: (1, &[]), next: Some(next) }
    });
    assert_eq!(kept.get().text, "a");
    scope!(cx, name = "handle");
    let copy = kept.with(|root| root.copy_in(cx));
    assert_eq!(copy.next.map(|node| (node.text, node.pair)), Some(("b", (2, &[][..]))));
    assert_eq!(InScope::cx(&Handle { cx, other: &7 }).name(), "handle");
}
