use memscope::scope;

const NAME: &str = "row";

fn main() {
    println!("{NAME}");
    scope!(cx, name = NAME);
    cx.alloc(7);
}
