use memscope::__private::{close, open};
use memscope::scope;

fn main() {
    scope!(cx);
    let (content,) = open(cx.boxed(String::from("text")));
    let first = close(content);
    let second = close(content);
    drop((first, second));
}
