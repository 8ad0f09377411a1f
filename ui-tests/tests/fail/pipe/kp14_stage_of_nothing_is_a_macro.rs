use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn main() {
    println!("{}", pipe!(load() | println!("{:?}", _) | _.len()));
}
