use memscope::scope;

fn on() {
    scope!(cx, recycle = true);
    cx.alloc(7);
}

fn main() {}
