//! Scopes in the user's own macros: names given by the caller are bound for the caller, the macro's own are not.

macro_rules! open {
    ($cx:ident) => {
        memscope::scope!($cx);
    };
}

macro_rules! inner {
    ($cx:tt in $parent:expr, $name:literal, $limit:expr) => {
        memscope::scope!($cx in $parent, name = $name, limit = $limit)
    };
}

macro_rules! sum {
    ($($number:expr),*) => {{
        memscope::scope!(cx);
        cx.alloc_slice_copy(&[$($number),*]).iter().sum::<u32>()
    }};
}

macro_rules! block {
    ($cx:ident => $body:block) => {
        memscope::scope!($cx => { $body })
    };
}

macro_rules! function {
    ($(#[$attr:meta])* fn $name:ident($($arg:ident: $type:ty),*) -> $out:ty $body:block) => {
        $(#[$attr])*
        fn $name($($arg: $type),*) -> $out $body
    };
}

macro_rules! typed {
    ($name:ident: $type:ty) => {
        memscope::scope!($name: $type);
    };
}

function! {
    #[memscope::scoped(tmp)]
    fn doubled(n: u32) -> u32 {
        *tmp.alloc(n) * 2
    }
}

fn main() {
    open!(cx);
    inner!(tmp in cx, "tmp", 512 * 2);
    assert_eq!((tmp.name(), *tmp.alloc(1)), ("tmp", 1));

    // The macro's own `cx` does not shadow the caller's.
    assert_eq!(sum!(*cx.alloc(1), 2), 3);
    assert_eq!(cx.name(), "cx");
    assert_eq!(block!(x => { let n = x.alloc(5); *n }), 5);
    assert_eq!(doubled(4), 8);
    typed!(names: String);
    names.alloc(String::from("a name"));
    assert_eq!(names.len(), 1);
}
