use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn descend(depth: u32, above: Option<MemCx<'_>>) {
    scope!(here);
    if let Some(above) = above {
        link(above, here);
    }
    if depth > 0 {
        descend(depth - 1, Some(here));
    }
}

fn main() {
    descend(8, None);
}
