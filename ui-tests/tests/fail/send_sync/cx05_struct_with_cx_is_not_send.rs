use memscope::{MemCx, scope};

struct Session<'mcx> {
    cx: MemCx<'mcx>,
}

fn needs_send<T: Send>(_: T) {}

fn main() {
    scope!(cx);
    let session = Session { cx };
    println!("{:?}", session.cx);
    needs_send(session);
}
