use memscope::scope;

fn later() -> impl Future<Output = u32> {
    scope!(cx);
    let number: &u32 = cx.alloc(7);
    async move { *number }
}

fn main() {
    drop(later());
}
