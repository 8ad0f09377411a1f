//! What the macro opens and closes a box with could be anything, and what it coerces come from anywhere.

use memscope::scope;

mod forged {
    pub mod __private {
        pub use memscope::__private::{Content, close};

        pub fn open<T>(value: T) -> (T,) {
            (value,)
        }
    }
}

fn main() {
    scope!(cx);
    let text = cx.alloc(String::from("text"));
    drop(memscope::__private::unsize!(forged: (text) => (String)));
}
