use memscope::scope;

fn main() {
    scope!(cx);
    let mut buffer = cx.boxed_uninit_slice::<u8>(8);
    let first = buffer[0].write(7);
    let buffer = cx.grow(buffer, 16);
    println!("{first} {}", buffer.len());
}
