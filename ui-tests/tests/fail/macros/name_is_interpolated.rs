use memscope::scope;

fn main() {
    let row = 7;
    scope!(cx, name = format!("row {row}"));
    cx.alloc(7);
}
