use memscope::scope;

fn main() {
    scope!(<'static> cx => {
        cx.alloc(7);
    });
}
