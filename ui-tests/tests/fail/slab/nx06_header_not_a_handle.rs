use memscope::slab;

fn main() {
    slab!(mut numbers in 5);
    numbers.push(1);
}
