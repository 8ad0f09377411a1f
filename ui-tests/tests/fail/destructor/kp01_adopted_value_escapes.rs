use memscope::scope;

fn main() {
    let kept: &mut String;
    {
        scope!(cx);
        kept = cx.adopt(String::from("a name"));
    }
    println!("{kept}");
}
