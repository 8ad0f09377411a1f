use memscope::scope;

fn main() {
    scope!(cx);
    println!("{:p}", cx.region);
}
