fn main() {
    let mut stored: Option<&u32> = None;
    memscope::testing::each_oom(|cx| {
        stored = Some(cx.try_alloc(7)?);
        Ok::<_, memscope::AllocError>(())
    });
    println!("{stored:?}");
}
