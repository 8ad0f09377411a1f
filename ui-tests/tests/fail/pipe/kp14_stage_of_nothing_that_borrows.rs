use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn show(image: &[u8]) {
    println!("{image:?}");
}

fn len(image: &[u8]) -> usize {
    image.len()
}

fn main() {
    println!("{}", pipe!(load() | show(&_) | len(&_)));
}
