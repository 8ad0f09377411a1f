use memscope::scope;

fn main() {
    let mut kept: Option<&u32> = None;
    let mut keep = |n: u32| {
        scope!(cx);
        kept = Some(cx.alloc(n));
    };
    keep(1);
    println!("{kept:?}");
}
