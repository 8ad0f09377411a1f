use memscope::{MemBox, scope};

fn shortened<'mcx, 'r, 'short, 'long: 'short>(
    name: &'r mut MemBox<'mcx, &'long str>,
) -> &'r mut MemBox<'mcx, &'short str> {
    name
}

fn main() {
    scope!(cx);
    shortened(&mut cx.boxed("a name"));
}
