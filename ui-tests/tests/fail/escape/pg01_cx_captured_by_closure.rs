use memscope::scope;

fn allocator() -> Box<dyn Fn(u32)> {
    scope!(cx);
    let alloc = move |n| {
        cx.alloc(n);
    };
    Box::new(alloc)
}

fn main() {
    allocator()(7);
}
