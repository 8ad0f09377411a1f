use memscope::scope;

fn main() {
    scope!(<mcx> cx => {
        cx.alloc(7);
    });
}
