use memscope::scope;

fn main() {
    let future = async {
        scope!(cx);
        std::future::ready(()).await;
        let number: &u32 = cx.alloc(7);
        number
    };
    drop(future);
}
