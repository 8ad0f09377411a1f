use memscope::scope;

fn main() {
    let kept;
    {
        scope!(cx);
        kept = cx.boxed_uninit_slice::<u8>(64);
    }
    println!("{}", kept.len());
}
