use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn sharpen(image: &mut Vec<u8>) {
    image.push(0);
}

fn main() {
    println!("{}", pipe!(load() | { sharpen(&mut _); } | format!("{:?}", _)));
}
