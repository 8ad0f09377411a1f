use memscope::Kept;

use memscope::scope;

fn main() {
    scope!(cx);
    let text: &str = cx.alloc_str("of a scope");
    let kept: Kept<&'static str> = Kept::new(|_| text);
    println!("{kept}");
}
