use memscope::vec_in;

fn main() {
    let numbers = vec_in![1, 2, 3];
    println!("{}", numbers.len());
}
