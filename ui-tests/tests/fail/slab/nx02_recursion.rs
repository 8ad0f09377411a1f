use memscope::{Idx, MemCx, scope, slab};

fn deeper<'s>(cx: MemCx<'s>, index: Option<Idx<'s, i32>>, depth: u32) {
    slab!(mut numbers in cx);
    if let Some(index) = index {
        println!("{}", numbers[index]);
    }
    let next = numbers.push(1);
    if depth > 0 {
        deeper(cx, Some(next), depth - 1);
    }
}

fn main() {
    scope!(cx);
    deeper(cx, None, 2);
}
