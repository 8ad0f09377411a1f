use memscope::scoped;

unsafe extern "C" {
    #[scoped]
    safe fn abs(n: i32) -> i32;
}

fn main() {
    println!("{}", abs(-7));
}
