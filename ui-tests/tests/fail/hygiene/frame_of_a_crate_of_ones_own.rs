// `crate = path` may name any module, which then makes what the macro calls. It cannot put two scopes into one frame.
use memscope::scope;

mod mine {
    pub mod __private {
        pub use memscope::__private::{Region, ScopeEnd, Site, file, line};

        pub struct Inline<const N: usize>;

        impl<const N: usize> Inline<N> {
            pub fn new() -> &'static mut memscope::__private::Inline<N> {
                Box::leak(Box::new(memscope::__private::Inline::new()))
            }
        }
    }
}

fn main() {
    scope!(cx, inline = 64, crate = mine);
    println!("{}", cx.alloc(1));
}
