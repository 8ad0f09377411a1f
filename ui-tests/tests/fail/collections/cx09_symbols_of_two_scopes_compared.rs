use memscope::scope;

fn main() {
    scope!(outer);
    let a = outer.interner().symbol("x");
    scope!(inner in outer);
    let b = inner.interner().symbol("x");
    println!("{}", a == b);
}
