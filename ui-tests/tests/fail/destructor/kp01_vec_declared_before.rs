use memscope::{MemVec, scope};

fn main() {
    let mut names: Option<MemVec<'_, String>> = None;
    scope!(cx);
    names.insert(cx.vec()).push(String::from("a name"));
}
