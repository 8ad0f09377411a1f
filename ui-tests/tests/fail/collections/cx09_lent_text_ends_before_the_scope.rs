use memscope::scope;

fn main() {
    scope!(cx);
    let json = String::from("[]");
    let words: &[&str] = cx.deserialize_borrowed(&mut serde_json::Deserializer::from_str(&json)).unwrap();
    println!("{words:?}");
}
