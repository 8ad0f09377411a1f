use memscope::scope;

fn main() {
    let kept;
    scope!(<'mcx> cx => {
        let number: &'mcx u32 = cx.alloc(7);
        kept = number;
    });
    println!("{kept}");
}
