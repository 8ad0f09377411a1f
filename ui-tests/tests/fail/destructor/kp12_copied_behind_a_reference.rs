use memscope::{CopyIn, scope};

#[derive(CopyIn)]
struct Names<'mcx> {
    last: &'mcx String,
}

fn main() {
    let name = String::from("a name");
    scope!(cx);
    let names = Names { last: &name };
    println!("{}", names.copy_in(cx).last);
}
