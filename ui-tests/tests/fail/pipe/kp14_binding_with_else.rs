use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn main() {
    pipe! { let Some(first) = load() | _.into_iter().next() else { return } }
    println!("{first}");
}
