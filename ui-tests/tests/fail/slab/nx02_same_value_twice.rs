use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut names in cx);
    let a = names.push(1);
    let b = names.push(2);
    std::mem::swap(&mut names[a], &mut names[b]);
}
