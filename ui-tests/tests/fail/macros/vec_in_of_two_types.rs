use memscope::{scope, vec_in};

fn main() {
    scope!(cx);
    let numbers = vec_in![cx; 1, "two"];
    println!("{}", numbers.len());
}
