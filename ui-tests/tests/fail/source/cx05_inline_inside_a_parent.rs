use memscope::scope;

fn on() {
    scope!(cx);
    scope!(tmp in cx, inline = 4096);
    tmp.alloc(7);
}

fn main() {}
