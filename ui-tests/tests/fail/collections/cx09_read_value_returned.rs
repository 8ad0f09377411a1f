use memscope::scope;

fn words<'a>(json: &str) -> &'a [&'a str] {
    scope!(cx);
    cx.deserialize(&mut serde_json::Deserializer::from_str(json)).unwrap()
}

fn main() {
    words("[]");
}
