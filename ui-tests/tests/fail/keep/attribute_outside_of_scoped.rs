use memscope::scope;

fn main() {
    scope!(cx);
    #[keep(with = cx)]
    let one = 1;
    println!("{one}{cx:?}");
}
