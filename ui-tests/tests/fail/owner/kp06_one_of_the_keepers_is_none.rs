use memscope::{keep_with, scope};

fn main() {
    scope!(cx);
    let number = 1;
    keep_with((&cx, &number), 1);
}
