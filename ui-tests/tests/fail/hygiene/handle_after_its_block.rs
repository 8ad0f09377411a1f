use memscope::scope;

fn main() {
    {
        scope!(cx);
        cx.alloc(7);
    }
    cx.alloc(8);
}
