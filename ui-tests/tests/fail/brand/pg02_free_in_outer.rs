use memscope::scope;

fn main() {
    scope!(cx);
    {
        scope!(tmp in cx);
        cx.free(tmp.boxed(7));
    }
}
