use memscope::{error_in, scope};

fn main() {
    let first;
    {
        scope!(cx);
        let error = cx.alloc(error_in!(cx, "no digit").context_in(cx, format_args!("row 7")));
        first = error.chain().last();
    }
    println!("{first:?}");
}
