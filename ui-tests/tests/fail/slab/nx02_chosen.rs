use memscope::{scope, slab};

fn main() {
    scope!(cx);
    slab!(mut a in cx);
    slab!(mut b in cx);
    let chosen = if std::env::args().len() > 1 { &mut a } else { &mut b };
    chosen.push(1);
}
