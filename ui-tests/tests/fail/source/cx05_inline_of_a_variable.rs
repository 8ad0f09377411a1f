use memscope::scope;

fn on(size: usize) {
    scope!(cx, inline = size);
    cx.alloc(7);
}

fn main() {}
