use memscope::{Keepable, Kept};

#[derive(Keepable)]
struct Lazy<'mcx, 'src> {
    len: &'mcx (dyn Fn() -> usize + 'mcx),
    of: &'src str,
}

fn forget<'src>(lazy: Kept<Lazy<'static, 'src>>) -> Kept<Lazy<'static, 'static>> {
    lazy.map(|lazy, _| Lazy { of: "", ..lazy })
}

fn main() {
    let _ = forget;
}
