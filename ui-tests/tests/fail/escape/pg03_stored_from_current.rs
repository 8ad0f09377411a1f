fn main() {
    let mut stored: Option<&u32> = None;
    memscope::current(|cx| stored = Some(cx.alloc(7)));
    println!("{stored:?}");
}
