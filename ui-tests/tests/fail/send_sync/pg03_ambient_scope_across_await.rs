use memscope::__private::Ambient;
use memscope::scope;

fn needs_send<T: Send>(_: T) {}

async fn number() -> u32 {
    scope!(cx);
    let number = *cx.alloc(7);
    let ambient = Ambient::new(cx);
    // SAFETY: what `scope!(cx, ambient)` expands to: a local that is not named again, after a scope without a parent.
    unsafe { ambient.declare() };
    std::future::ready(()).await;
    number
}

fn main() {
    needs_send(number());
}
