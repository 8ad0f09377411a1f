use memscope::scope;
use std::sync::mpsc::channel;

fn main() {
    let (sender, receiver) = channel();
    {
        scope!(cx);
        sender.send(cx.alloc(7)).unwrap();
    }
    println!("{:?}", receiver.recv());
}
