use memscope::scoped;

#[scoped(cx => {})]
fn fill() {
    cx.alloc(7);
}

fn main() {
    fill();
}
