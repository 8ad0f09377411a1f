use memscope::scope;

fn main() {
    let text = String::from("a text");
    scope!(cx);
    cx.adopt(text.as_str());
}
