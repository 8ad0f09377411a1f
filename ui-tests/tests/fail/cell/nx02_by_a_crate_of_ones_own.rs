// `crate = path` may name any module, which then makes what the macro calls. It cannot make a second key.
use memscope::{MemCell, scope};

mod mine {
    pub mod __private {
        use memscope::{MemCx, MemKey, __private as real};
        pub use memscope::__private::{Site, file, line};

        pub struct Lent<'p>(MemCx<'p>);

        impl<'p> Lent<'p> {
            pub fn new(cx: MemCx<'p>) -> Self {
                Lent(cx)
            }
        }

        pub struct Region<'p>(MemCx<'p>);

        impl<'p> Region<'p> {
            pub fn inner(lent: &Lent<'p>, _: &'static Site) -> Self {
                Region(lent.0)
            }
        }

        pub struct ScopeEnd<'p>(MemCx<'p>);

        impl<'p> ScopeEnd<'p> {
            pub fn new(region: &Region<'p>) -> Self {
                ScopeEnd(region.0)
            }

            pub fn cx(this: &Self) -> MemCx<'p> {
                this.0
            }

            pub fn key(this: &Self) -> MemKey<'p> {
                real::ScopeEnd::key(this.0)
            }
        }
    }
}

fn main() {
    scope!(cx, key = k);
    let cell = cx.alloc(MemCell::new(1));
    let read = cell.get(&k);
    scope!(tmp in cx, key = second, crate = mine);
    cell.set(&mut second, *tmp.alloc(2));
    println!("{read}");
}
