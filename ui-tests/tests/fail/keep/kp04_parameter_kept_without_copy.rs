use memscope::{MemCx, scoped};

struct Title<'mcx>(&'mcx str, &'mcx u32);

#[scoped(_tmp in cx)]
fn title<'mcx>(cx: MemCx<'mcx>, #[keep(with = return)] text: &str) -> Title<'mcx> {
    Title(text, cx.alloc(7))
}

fn main() {
    let _ = |cx| {
        let title = title(cx, "text");
        (title.0, title.1)
    };
}
