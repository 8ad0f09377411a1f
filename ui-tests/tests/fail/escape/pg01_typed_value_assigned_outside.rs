use memscope::scope;

fn main() {
    let kept: &mut String;
    {
        scope!(names: String);
        kept = names.alloc(String::from("a name"));
    }
    println!("{kept}");
}
