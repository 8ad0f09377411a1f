use memscope::scope;

fn main() {
    let mut count = 0;
    scope!(cx);
    cx.defer(|| count += 1);
}
