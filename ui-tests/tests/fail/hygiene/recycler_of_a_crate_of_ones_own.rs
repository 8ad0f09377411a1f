// `crate = path` may name any module, which then makes what the macro calls. It cannot give one scope's free blocks to another.
use memscope::scope;

mod mine {
    pub mod __private {
        pub use memscope::__private::{Budget, Region, ScopeEnd, Site, file, line};

        pub struct Recycler;

        impl Recycler {
            pub fn new() -> &'static memscope::__private::Recycler {
                Box::leak(Box::new(memscope::__private::Recycler::new()))
            }
        }
    }
}

fn main() {
    scope!(cx, recycle, crate = mine);
    println!("{}", cx.alloc(1));
}
