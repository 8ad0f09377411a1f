use memscope::scoped;

#[scoped(cx, capacity = 64)]
fn fill() {
    cx.alloc(7);
}

fn main() {
    fill();
}
