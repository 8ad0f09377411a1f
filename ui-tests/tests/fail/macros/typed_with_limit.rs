use memscope::scope;

fn main() {
    scope!(names: String, limit = 64);
    names.alloc(String::new());
}
