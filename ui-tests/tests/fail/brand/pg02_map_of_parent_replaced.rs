use memscope::{MemMap, scope};

fn main() {
    scope!(cx);
    let mut counts: MemMap<'_, u32, u32> = cx.map();
    counts.insert(1, 1);
    {
        scope!(tmp in cx);
        counts = tmp.map();
    }
    println!("{}", counts.len());
}
