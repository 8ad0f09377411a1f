use memscope::__private::{Region, ScopeEnd, Site};

fn main() {
    let region = Region::root(const { &Site::new("cx", file!(), line!()) });
    let end: ScopeEnd<'_> = unsafe { ScopeEnd::new(&region) };
    drop(end.key());
}
