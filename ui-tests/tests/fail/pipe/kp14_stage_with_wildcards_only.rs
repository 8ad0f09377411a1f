use memscope::pipe;

fn load() -> Vec<u8> {
    vec![3, 1, 2]
}

fn main() {
    println!("{:?}", pipe!(load() | Vec::<_>::from([1]).iter().map(|_| 5_u8).last()));
}
