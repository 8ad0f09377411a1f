use memscope::{scope, slab};

fn main() {
    scope!(cx);
    let mut kept = None;
    loop {
        slab!(mut numbers in cx);
        if let Some(index) = kept {
            println!("{}", numbers[index]);
        }
        kept = Some(numbers.push(1));
    }
}
