use memscope::scope;

fn main() {
    scope!(names: String);
    let name = names.alloc(String::from("a name"));
    let all = names.into_vec();
    println!("{name} {}", all.len());
}
