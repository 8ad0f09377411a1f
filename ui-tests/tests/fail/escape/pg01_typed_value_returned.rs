use memscope::scope;

fn name<'a>() -> &'a mut String {
    scope!(names: String);
    let name = names.alloc(String::from("a name"));
    name
}

fn main() {
    name();
}
