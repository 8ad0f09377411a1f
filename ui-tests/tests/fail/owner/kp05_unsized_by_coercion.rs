use memscope::Kept;

fn main() {
    let array: Kept<&'static [u8; 3]> = Kept::new(|cx| &*cx.alloc([1, 2, 3]));
    let slice: Kept<&'static [u8]> = array;
    println!("{}", slice.len());
}
