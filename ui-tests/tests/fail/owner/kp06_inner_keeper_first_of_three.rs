use memscope::{keep_with, scope};

fn main() {
    scope!(outer);
    scope!(middle in outer);
    scope!(inner in middle);
    keep_with((&middle, &outer, &inner), 1);
}
