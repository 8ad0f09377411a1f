use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn sharpen(image: &mut Vec<u8>) {
    image.push(0);
}

fn show(image: &[u8]) -> String {
    format!("{image:?}")
}

fn main() {
    println!("{}", pipe!(load() | sharpen(&mut _) | show(&_)));
}
