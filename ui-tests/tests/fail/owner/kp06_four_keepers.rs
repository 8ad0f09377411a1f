use memscope::{keep_with, scope};

fn main() {
    scope!(cx);
    keep_with((&cx, &cx, &cx, &cx), 1);
}
