use memscope::scope;

fn counter() -> Box<dyn FnMut() -> u32> {
    scope!(cx);
    let count = cx.alloc(0);
    let next = move || {
        *count += 1;
        *count
    };
    Box::new(next)
}

fn main() {
    counter()();
}
