use memscope::__private::{Region, ScopeEnd, Site};

fn main() {
    let region = Region::root(const { &Site::new("cx", "main.rs", 4) });
    let end = ScopeEnd::new(&region);
    end.cx().alloc(7);
}
