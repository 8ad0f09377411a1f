use memscope::{error_in, scope};

fn main() {
    let mut last = None;
    for row in 0..3 {
        scope!(cx);
        last = Some(error_in!(cx, "row {row} is empty"));
    }
    println!("{last:?}");
}
