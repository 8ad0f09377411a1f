use memscope::scope;

fn number<'a>() -> &'a mut i32 {
    scope!(cx);
    let number = cx.alloc(7);
    number
}

fn main() {
    number();
}
