use memscope::scope;

fn main() {
    let name;
    {
        scope!(cx);
        name = cx.interner().symbol("x");
    }
    println!("{name}");
}
