use memscope::{MemSet, scope};

fn main() {
    let seen: MemSet<'_, u32>;
    {
        scope!(cx);
        seen = cx.set();
    }
    println!("{}", seen.len());
}
