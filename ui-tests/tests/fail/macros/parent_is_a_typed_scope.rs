use memscope::scope;

fn main() {
    scope!(names: String);
    scope!(tmp in names);
    tmp.alloc(7);
}
