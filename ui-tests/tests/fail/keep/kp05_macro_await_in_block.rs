use memscope::{Kept, scope};

async fn number() -> Kept<&'static u32> {
    scope!(cx -> Kept<&'mcx u32> => { cx.alloc(std::future::ready(7).await) })
}

fn main() {
    drop(number());
}
