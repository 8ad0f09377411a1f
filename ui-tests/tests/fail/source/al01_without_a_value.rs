use memscope::scope;

fn on() {
    scope!(cx, from);
    cx.alloc(7);
}

fn main() {}
