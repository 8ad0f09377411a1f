use memscope::{MemCell, scope};

fn main() {
    scope!(names: MemCell<'_, String>, key = k);
    names.alloc(MemCell::new(String::new())).set(&mut k, String::from("a"));
}
