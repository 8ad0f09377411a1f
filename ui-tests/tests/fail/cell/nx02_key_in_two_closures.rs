use memscope::{MemCell, scope};

fn main() {
    scope!(cx, key = k);
    let cell = &*cx.alloc(MemCell::new(1));
    let mut double = || *cell.get_mut(&mut k) *= 2;
    let mut add = || *cell.get_mut(&mut k) += 1;
    double();
    add();
}
