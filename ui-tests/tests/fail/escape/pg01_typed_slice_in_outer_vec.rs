use memscope::scope;

fn main() {
    let mut kept = Vec::new();
    for i in 0..3 {
        scope!(names: String);
        kept.push(names.alloc_extend([i.to_string()]));
    }
    println!("{}", kept.len());
}
