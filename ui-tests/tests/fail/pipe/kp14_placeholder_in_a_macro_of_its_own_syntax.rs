use memscope::pipe;

macro_rules! plus {
    ($left:tt => $right:expr) => {
        $left + $right
    };
}

fn main() {
    let three = plus!(1 => 2);
    println!("{}", pipe!(three | plus!(_ => 3)));
}
