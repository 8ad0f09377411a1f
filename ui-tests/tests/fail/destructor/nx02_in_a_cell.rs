use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let cell = cx.alloc(MemCell::new(String::new()));
    cell.set(&mut k, String::from("leaked"));
}
