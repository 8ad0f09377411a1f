use memscope::pipe;

fn main() {
    let number = 7;
    println!("{}", pipe!(5 | keep _ with number | _ + 1));
}
