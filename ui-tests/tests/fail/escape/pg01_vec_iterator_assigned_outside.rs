use memscope::{scope, vec_in};

fn main() {
    let numbers;
    {
        scope!(cx);
        numbers = vec_in![cx; 1, 2].into_iter();
    }
    println!("{}", numbers.len());
}
