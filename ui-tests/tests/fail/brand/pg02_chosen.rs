use memscope::scope;

fn main() {
    scope!(a);
    scope!(b);
    let either = if std::env::args().len() > 1 { a } else { b };
    either.alloc(7);
}
