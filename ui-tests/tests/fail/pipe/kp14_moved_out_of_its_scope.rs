use memscope::{pipe, scope};

struct Text([u8; 2]);

fn main() {
    scope!(cx);
    println!("{:?}", pipe!(Text([1, 2]) | keep _ with cx | Some(_)).map(|text| text.0));
}
