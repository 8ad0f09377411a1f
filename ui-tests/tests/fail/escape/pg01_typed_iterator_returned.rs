use memscope::scope;

fn names<'a>() -> impl Iterator<Item = &'a mut String> {
    scope!(mut names: String);
    names.alloc(String::from("a name"));
    names.iter_mut()
}

fn main() {
    names().count();
}
