// `crate = path` may name any module, which then makes what the macro calls. It cannot lend one window to two scopes.
use memscope::{MemCx, scope};

mod mine {
    pub mod __private {
        pub use memscope::__private::{Region, ScopeEnd, Site, file, line};

        pub struct Lent;

        impl Lent {
            pub fn new<'l, 'p>(lent: &'l memscope::__private::Lent<'p>) -> &'l memscope::__private::Lent<'p> {
                lent
            }
        }
    }
}

fn two_scopes(cx: MemCx<'_>) {
    let lent = memscope::__private::Lent::new(cx);
    scope!(a in &lent, crate = mine);
    println!("{}", a.alloc(1));
}

fn main() {
    memscope::with_scope(two_scopes);
}
