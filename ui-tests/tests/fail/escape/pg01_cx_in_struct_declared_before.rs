use memscope::{MemCx, scope};

struct Session<'mcx> {
    cx: Option<MemCx<'mcx>>,
}

fn main() {
    let mut session = Session { cx: None };
    {
        scope!(cx);
        session.cx = Some(cx);
    }
    println!("{:?}", session.cx);
}
