use memscope::scope;
use std::collections::HashMap;

fn main() {
    let mut counts: HashMap<&str, u32> = HashMap::new();
    for word in ["a", "b"] {
        scope!(row);
        *counts.entry(row.alloc_str(word)).or_default() += 1;
    }
    println!("{}", counts.len());
}
