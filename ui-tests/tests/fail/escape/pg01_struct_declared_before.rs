use memscope::scope;

struct Holder<'a> {
    value: Option<&'a u8>,
}

fn main() {
    let mut holder = Holder { value: None };
    {
        scope!(cx);
        holder.value = Some(cx.alloc(1));
    }
    println!("{:?}", holder.value);
}
