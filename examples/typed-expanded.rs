//! `typed.rs` with `scope!(stations: Station<'_>)` written out. There is no hidden name: one owner of all the values, which
//! the compiler's drop check watches, is enough.

use std::cell::RefCell;

use memscope::TypedCx;

struct Station<'a> {
    name: Name,
    next: RefCell<Vec<&'a Station<'a>>>,
}

/// The destructor is the name's, which cannot see the neighbours: they may be gone already.
struct Name(&'static str);

impl Drop for Name {
    fn drop(&mut self) {
        println!("closing {}", self.0);
    }
}

/// A circle, with a shortcut.
fn line<'a>(stations: &'a TypedCx<'a, Station<'a>>) -> &'a Station<'a> {
    let [north, east, south] =
        ["north", "east", "south"].map(|name| &*stations.alloc(Station { name: Name(name), next: RefCell::default() }));
    north.next.borrow_mut().extend([east, south]);
    east.next.borrow_mut().push(south);
    south.next.borrow_mut().push(north);
    north
}

fn main() {
    // scope!(stations: Station<'_>);
    //
    // A growing list of stations that never move. `alloc` takes `&self`, so references stay good; at the end of the block
    // the list drops them all.
    let stations = TypedCx::<Station<'_>>::new();

    let mut at = line(&stations);
    for _ in 0..4 {
        println!("at {}", at.name.0);
        at = at.next.borrow()[0];
    }
}
