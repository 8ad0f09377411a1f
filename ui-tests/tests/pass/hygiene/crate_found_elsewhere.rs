//! `crate = path` for a crate that is re-exported, and a macro that supplies `$crate`.

mod engine {
    pub mod memory {
        pub use memscope::*;
    }
}

macro_rules! scope {
    ($($header:tt)*) => {
        engine::memory::scope!($($header)*, crate = crate::engine::memory)
    };
}

#[engine::memory::scoped(tmp in cx, crate = crate::engine::memory)]
fn sum<'mcx>(cx: engine::memory::MemCx<'mcx>) -> &'mcx mut u32 {
    cx.alloc(*tmp.alloc(3))
}

fn main() {
    scope!(cx);
    scope!(tmp in cx, limit = 1024);
    scope!(names: String);
    names.alloc(String::new());
    assert_eq!(*tmp.alloc(4) + *sum(cx), 7);
}
