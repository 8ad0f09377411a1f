use memscope::scope;

fn main() {
    scope!(names: String, name = "names");
    names.alloc(String::new());
}
