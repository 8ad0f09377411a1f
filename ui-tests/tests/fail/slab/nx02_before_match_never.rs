use memscope::{scope, slab};

enum Never {}

fn diverges(never: Never) -> ! {
    scope!(cx);
    slab!(mut a in cx);
    slab!(b: i32 in cx);
    let index = a.push(1);
    b.get(index);
    match never {}
}

fn main() {
    let _ = diverges;
}
