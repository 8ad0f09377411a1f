use memscope::{MemCx, keep};

fn one(_cx: MemCx<'_>) -> &u32 {
    keep!(1, with = return)
}

fn main() {
    let _ = one;
}
