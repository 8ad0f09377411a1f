use memscope::scope;

fn critical<R>(section: impl FnOnce() -> R + Send) -> R {
    section()
}

fn main() {
    scope!(cx);
    let number = critical(|| *cx.alloc(7));
    println!("{number}");
}
