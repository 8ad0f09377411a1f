use memscope::pipe;

fn main() {
    println!("{}", pipe!(5 | if let 4 | 5 = _ { 1 } else { 2 }));
}
