use memscope::Symbol;

fn shortened<'short, 'long: 'short>(name: Symbol<'long>) -> Symbol<'short> {
    name
}

fn main() {
    let _ = shortened;
}
