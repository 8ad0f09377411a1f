use memscope::Kept;

async fn build() {
    let mut out = "";
    let kept = Kept::<&'static str>::new_async(async |cx| {
        out = cx.alloc_str("text");
        out
    });
    println!("{}", kept.await);
}

fn main() {
    drop(build());
}
