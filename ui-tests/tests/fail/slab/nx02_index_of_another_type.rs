use memscope::{Idx, MemSlab};

fn look<'s>(names: &MemSlab<'s, String>, index: Idx<'s, u32>) -> usize {
    names.get(index).len()
}

fn main() {
    let _ = look;
}
