use memscope::scope;

fn on() {
    scope!(cx, from = &4096);
    cx.alloc(7);
}

fn main() {}
