use memscope::scope;

fn main() {
    let name = scope!(names: String, try -> Option<usize> => { Some(names.alloc(String::new()).len()) });
    println!("{name:?}");
}
