use memscope::format_in;

fn main() {
    let name = "a name";
    println!("{}", format_in!("{name}"));
}
