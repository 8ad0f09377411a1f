use memscope::scope;

fn main() {
    let number = scope!(=> { 7 });
    println!("{number}");
}
