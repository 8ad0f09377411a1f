// `crate = path` may name any module, which then makes what the macro calls. It cannot brand a region that is no local: two
// such scopes would have one lifetime, `'static`, and two keys.
use memscope::{MemCell, scope};

mod mine {
    pub mod __private {
        pub use memscope::__private::{ScopeEnd, Site, file, line};

        pub struct Region;

        impl Region {
            pub fn root(site: &'static Site) -> &'static memscope::__private::Region {
                Box::leak(Box::new(memscope::__private::Region::root(site)))
            }
        }
    }
}

fn main() {
    scope!(one, key = k, crate = mine);
    let cell = one.alloc(MemCell::new(1));
    let read = cell.get(&k);
    *cell.get_mut(&mut k) += read;
}
