use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn show(image: &[u8]) -> String {
    format!("{image:?}")
}

async fn sharpen(image: &mut Vec<u8>) {
    image.push(0);
}

async fn shown() -> String {
    pipe!(load() | sharpen(&mut _).await | show(&_))
}

fn main() {
    drop(shown());
}
