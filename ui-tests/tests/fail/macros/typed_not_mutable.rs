use memscope::scope;

fn main() {
    scope!(names: String);
    println!("{}", names.iter_mut().count());
}
