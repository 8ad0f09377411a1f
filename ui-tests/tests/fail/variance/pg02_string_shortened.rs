use memscope::MemString;

fn shortened<'short, 'long: 'short>(name: MemString<'long>) -> MemString<'short> {
    name
}

fn main() {
    let _ = shortened;
}
