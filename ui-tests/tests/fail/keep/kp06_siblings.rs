use memscope::{MemCx, keep};

fn kept<'a, 'b>(one: MemCx<'a>, other: MemCx<'b>) -> &'a mut u32 {
    keep!(7, with = (one, other))
}

fn main() {
    let _ = kept;
}
