use memscope::Symbol;

fn lengthened<'short, 'long: 'short>(name: Symbol<'short>) -> Symbol<'long> {
    name
}

fn main() {
    let _ = lengthened;
}
