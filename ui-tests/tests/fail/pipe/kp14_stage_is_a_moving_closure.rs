use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn main() {
    println!("{}", pipe!(load() | move |image: Vec<u8>| image.len()));
}
