use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn main() {
    let mut image = Vec::new();
    pipe!(load() | image = _);
    println!("{image:?}");
}
