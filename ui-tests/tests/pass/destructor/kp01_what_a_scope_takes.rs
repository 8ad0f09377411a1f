//! What plain allocation takes, and the ways for what it does not: boxes, adoption, containers.

use memscope::{MemBox, scope, unsize, vec_in};
use std::cell::{Cell, RefCell};
use std::fmt::Display;
use std::mem::ManuallyDrop;

struct Loud<'a>(&'a Cell<u32>);

impl Drop for Loud<'_> {
    fn drop(&mut self) {
        self.0.set(self.0.get() + 1);
    }
}

fn main() {
    let dropped = Cell::new(0);
    {
        scope!(cx);
        cx.alloc((1, 'x', "text", [0.5_f64; 3], Cell::new(1), RefCell::new(2)));
        cx.alloc(ManuallyDrop::new(String::new()));
        cx.alloc(&String::from("borrowed"));

        let boxed: MemBox<'_, Loud<'_>> = cx.boxed(Loud(&dropped));
        let shown: MemBox<'_, dyn Display> = unsize!(cx.boxed(String::from("shown")) => dyn Display);
        assert_eq!(shown.to_string(), "shown");
        let adopted: &mut String = cx.adopt(String::from("adopted"));
        adopted.push('!');
        let mut all = vec_in![cx; Loud(&dropped), Loud(&dropped)];
        all.push(MemBox::into_inner(boxed));
        drop(all.pop());
        assert_eq!(dropped.get(), 1);
    }
    assert_eq!(dropped.get(), 3);
}
