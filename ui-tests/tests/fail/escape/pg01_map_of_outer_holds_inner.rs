use memscope::{MemMap, scope};

fn main() {
    scope!(cx);
    let mut counts: MemMap<'_, &str, u32> = cx.map();
    for word in ["a", "b"] {
        scope!(row in cx);
        counts.insert(row.alloc_str(word), 1);
    }
    println!("{}", counts.len());
}
