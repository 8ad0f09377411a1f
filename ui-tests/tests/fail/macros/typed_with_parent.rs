use memscope::scope;

fn main() {
    scope!(cx);
    scope!(names: String in cx);
    names.alloc(String::new());
}
