use memscope::{MemCx, scoped};

#[scoped(_tmp in cx)]
fn late(cx: MemCx<'_>) -> u32 {
    let value = 7;
    let first = &value;
    #[keep(with = cx)]
    value;
    *first
}

fn main() {
    let _ = late;
}
