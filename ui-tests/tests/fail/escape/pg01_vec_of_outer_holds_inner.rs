use memscope::scope;

fn main() {
    scope!(cx);
    let mut words = cx.vec();
    for word in ["a", "b"] {
        scope!(row in cx);
        words.push(row.alloc_str(word));
    }
    println!("{}", words.len());
}
