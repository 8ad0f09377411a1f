//! Scopes nest, alternate and end in any order that blocks can have; what is made in the outer one stays.

use memscope::{MemCx, scope};

fn nested(cx: MemCx<'_>, depth: u32) -> u32 {
    scope!(inner in cx, limit = 4096);
    let here = inner.alloc(depth);
    if depth == 0 { *here } else { *here + nested(inner, depth - 1) }
}

fn main() {
    scope!(a);
    scope!(b in a);
    scope!(c);
    scope!(d in a);
    let (in_a, in_b) = (a.alloc(1), b.alloc(2));
    let (in_c, in_d) = (c.alloc(3), d.alloc(4));
    {
        scope!(e in c);
        scope!(a in e, name = "another a");
        assert_eq!((*a.alloc(5), a.name(), e.name()), (5, "another a", "e"));
    }
    assert_eq!(*in_a + *in_b + *in_c + *in_d, 10);

    let mut words = a.vec();
    for i in 0..100_u32 {
        scope!(row in a);
        let digits = row.alloc_fmt(format_args!("{i}"));
        if digits.contains('7') {
            words.push(&*a.alloc_str(digits));
        }
    }
    assert_eq!(words.len(), 19);
    assert_eq!(nested(a, 20), 210);
}
