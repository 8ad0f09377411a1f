use memscope::pipe;

fn main() {
    pipe! { let image = }
    println!("{image}");
}
