use memscope::{MemMap, scope};

fn counts<'a>() -> MemMap<'a, u32, u32> {
    scope!(cx);
    let mut counts = cx.map();
    counts.insert(1, 1);
    counts
}

fn main() {
    counts();
}
