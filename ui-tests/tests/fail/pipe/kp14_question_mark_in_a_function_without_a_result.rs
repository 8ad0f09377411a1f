use memscope::pipe;

fn main() {
    println!("{}", pipe!("5" | _.parse::<u8>()? | _ + 1));
}
