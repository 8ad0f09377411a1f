use memscope::scope;

fn main() {
    scope!(<'_> cx => {
        cx.alloc(7);
    });
}
