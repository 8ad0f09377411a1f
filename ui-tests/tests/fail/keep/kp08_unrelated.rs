use memscope::{MemCx, keep};

fn kept<'a, 'x>(a: MemCx<'a>, x: MemCx<'x>) -> &'x mut u32 {
    keep!(7, with = x, using = a)
}

fn main() {
    let _ = kept;
}
