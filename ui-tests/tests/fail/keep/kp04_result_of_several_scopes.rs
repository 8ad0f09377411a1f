use memscope::{MemCx, scoped};

struct Pair<'a, 'b>(&'a u32, &'b u32);

#[scoped]
fn pair<'a, 'b>(first: MemCx<'a>, second: MemCx<'b>) -> Pair<'a, 'b> {
    #[keep(with = return)]
    let one = *cx.alloc(1);
    Pair(one, second.alloc(*first.alloc(2)))
}

fn main() {
    let _ = pair;
}
