use memscope::scope;

async fn number<'a>() -> &'a u32 {
    scope!(cx);
    std::future::ready(()).await;
    let number = cx.alloc(7);
    number
}

fn main() {
    drop(number());
}
