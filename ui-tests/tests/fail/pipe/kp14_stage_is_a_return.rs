use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn show(image: &[u8]) -> String {
    format!("{image:?}")
}

fn shown() -> String {
    pipe!(load() | return show(&_))
}

fn main() {
    println!("{}", shown());
}
