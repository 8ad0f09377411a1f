use memscope::{Loose, keep};

fn main() {
    let list = keep!(Vec::new());
    Loose::release(list);
}
