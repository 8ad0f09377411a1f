use memscope::{pipe, scope};

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn sharpen(image: &mut Vec<u8>) {
    image.push(0);
}

fn main() {
    scope!(cx);
    println!("{:?}", pipe!(load() | sharpen(&mut _) | keep _ with cx | &_));
}
