fn main() {
    let _number = memscope::current(|cx| cx.alloc(7));
}
