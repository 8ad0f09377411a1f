use memscope::scoped;

#[scoped]
async fn number<'a>() -> &'a u32 {
    std::future::ready(()).await;
    cx.alloc(7)
}

fn main() {
    drop(number());
}
