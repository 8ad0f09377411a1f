use memscope::de::Dest;

fn shorter<'short, 'long: 'short, 'mcx>(dest: Dest<'long, 'mcx>) -> Dest<'short, 'mcx> {
    dest
}

fn main() {
    let _ = shorter;
}
