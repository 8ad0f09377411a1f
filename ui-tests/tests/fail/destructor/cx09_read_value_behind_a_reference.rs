use memscope::{scope, DeserializeIn};

#[derive(DeserializeIn)]
struct Names<'mcx> {
    list: &'mcx [String],
}

fn main() {
    scope!(cx);
    let names: Names<'_> = cx.deserialize(&mut serde_json::Deserializer::from_str("[[]]")).unwrap();
    println!("{}", names.list.len());
}
