use memscope::{MemCx, scope, with_scope_in};

fn main() {
    scope!(cx);
    let mut current: Option<MemCx<'_>> = None;
    with_scope_in(cx, |tmp| current = Some(tmp));
    println!("{current:?}");
}
