use memscope::{pipe, scope};

fn main() {
    scope!(cx);
    pipe! { crate = std; let number = 7 | keep _ with cx | &_ }
    println!("{number}");
}
