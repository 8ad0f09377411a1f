use memscope::{ScopedError, scope};
use std::io;

fn disk() -> io::Error {
    io::Error::other("the disk is gone")
}

fn main() {
    let found;
    {
        scope!(cx);
        let error = cx.alloc(ScopedError::adopt(cx, disk()));
        found = error.downcast_ref::<io::Error>();
    }
    println!("{found:?}");
}
