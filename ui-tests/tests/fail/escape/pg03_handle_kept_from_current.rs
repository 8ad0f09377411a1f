fn main() {
    let _cx = memscope::current(|cx| cx);
}
