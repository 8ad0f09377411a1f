use memscope::scope;

fn main() {
    let sum = scope!(cx -> u32 => { cx.alloc_slice_copy(&[1, 2]).iter().sum() });
    println!("{sum}");
}
