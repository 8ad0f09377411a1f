// `crate = path` may name any module, which then makes what the macro calls. It cannot brand two slabs alike.
use memscope::{scope, slab};

mod mine {
    pub use memscope::MemCx;

    pub mod __private {
        pub use memscope::__private::SlabEnd;

        pub struct SlabPlace;

        impl SlabPlace {
            pub fn new() -> &'static memscope::__private::SlabPlace {
                Box::leak(Box::new(memscope::__private::SlabPlace::new()))
            }
        }
    }
}

fn main() {
    scope!(cx);
    slab!(mut numbers: u8 in cx, crate = mine);
    let first = numbers.push(1);
    println!("{}", numbers[first]);
}
