use memscope::scoped;

#[scoped]
async fn name<'a>() -> &'a str {
    std::future::ready(()).await;
    cx.alloc_str("a name")
}

fn main() {
    drop(name());
}
