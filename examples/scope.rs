//! `scope!`: memory from here to the end of the block. `scope-expanded.rs` shows what it stands for.

use memscope::scope;

fn main() {
    scope!(text);
    let mut longest: &str = "";
    for line in ["to be or not to be", "that is the question"] {
        scope!(row in text, name = "row");
        let words = row.alloc_iter(line.split(' '));
        words.sort_unstable();
        println!("{}: {words:?}", row.name());
        for word in words {
            if word.len() > longest.len() {
                longest = text.alloc_str(word);
            }
        }
    }
    println!("{}: {longest:?}", text.name());
}
