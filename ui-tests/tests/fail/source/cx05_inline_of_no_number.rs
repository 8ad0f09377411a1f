use memscope::scope;

fn on() {
    scope!(cx, inline = "4096");
    cx.alloc(7);
}

fn main() {}
