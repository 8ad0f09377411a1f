use memscope::Kept;

use std::mem::swap;

fn swapped(one: &mut Kept<&'static str>, two: &'static mut Kept<&'static str>) {
    one.with_mut(|one, _| two.with_mut(|two, _| swap(one, two)));
}

fn main() {
    let _ = swapped;
}
