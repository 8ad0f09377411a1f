use memscope::{MemMap, scope};

fn keys() -> impl Iterator<Item = u32> {
    scope!(cx);
    let counts: MemMap<'_, u32, u32> = cx.map();
    counts.into_keys()
}

fn main() {
    keys().count();
}
