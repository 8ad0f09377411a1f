use memscope::MemString;

fn lengthened<'short, 'long: 'short>(name: MemString<'short>) -> MemString<'long> {
    name
}

fn main() {
    let _ = lengthened;
}
