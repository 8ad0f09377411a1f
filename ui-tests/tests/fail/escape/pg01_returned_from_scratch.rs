use memscope::{MemCx, scope};

fn longest<'mcx>(cx: MemCx<'mcx>, words: &[&str]) -> &'mcx str {
    scope!(tmp in cx);
    tmp.alloc_str(words[0])
}

fn main() {
    scope!(cx);
    longest(cx, &["word"]);
}
