use memscope::{pipe, scope};

fn main() {
    let number;
    {
        scope!(cx);
        number = pipe!(5 | keep _ with cx | &_);
    }
    println!("{number}");
}
