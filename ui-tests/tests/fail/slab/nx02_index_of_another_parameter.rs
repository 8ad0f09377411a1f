use memscope::{Idx, MemSlab};

fn look<'a, 'b: 'a>(a: &MemSlab<'a, i32>, index: Idx<'b, i32>) -> i32 {
    a[index]
}

fn main() {
    let _ = look;
}
