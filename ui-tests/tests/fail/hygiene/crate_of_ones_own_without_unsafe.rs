// `crate = path` may name any module, which then makes what the macro calls. It cannot make a region of a loan that has ended.
use memscope::scope;

mod mine {
    pub mod __private {
        use memscope::{MemCx, __private as real};
        pub use memscope::__private::{ScopeEnd, Site, file, line};

        pub struct Lent<'p>(pub MemCx<'p>);

        impl<'p> Lent<'p> {
            pub fn new(cx: MemCx<'p>) -> Self {
                Lent(cx)
            }
        }

        pub struct Region;

        impl Region {
            pub fn inner(lent: &Lent<'_>, site: &'static Site) -> real::Region {
                let ends_here = real::Lent::new(lent.0);
                real::Region::inner(&ends_here, site)
            }
        }
    }
}

fn main() {
    scope!(cx);
    scope!(tmp in cx, crate = mine);
    println!("{} {}", cx.alloc(1), tmp.alloc(2));
}
