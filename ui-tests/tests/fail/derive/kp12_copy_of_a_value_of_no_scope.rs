use memscope::{CopyIn, scope};

struct File(u32);

fn copied<'to, T: CopyIn<'to>>(value: &T) -> &T {
    value
}

fn main() {
    scope!(cx);
    let file = File(cx.name().len() as u32);
    println!("{}", copied(&file).0);
}
