use memscope::scope;

fn main() {
    let words: Vec<&str> = ["a", "b"]
        .iter()
        .map(|word| {
            scope!(cx);
            let word: &str = cx.alloc_str(word);
            word
        })
        .collect();
    println!("{}", words.len());
}
