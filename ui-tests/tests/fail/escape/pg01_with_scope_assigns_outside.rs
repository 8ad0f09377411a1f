use memscope::with_scope;

fn main() {
    let mut kept: Option<&u32> = None;
    with_scope(|cx| kept = Some(cx.alloc(7)));
    println!("{kept:?}");
}
