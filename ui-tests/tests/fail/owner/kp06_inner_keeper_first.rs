use memscope::{keep_with, scope};

fn main() {
    scope!(outer);
    scope!(inner in outer);
    keep_with((&inner, &outer), 1);
}
