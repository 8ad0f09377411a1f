use memscope::{Keepable, Kept};

#[derive(Keepable)]
struct Lazy<'mcx, 'src> {
    len: &'mcx (dyn Fn() -> usize + 'mcx),
    of: &'src str,
}

#[derive(Keepable)]
struct Len<'mcx>(&'mcx (dyn Fn() -> usize + 'mcx));

fn forget(lazy: Kept<Lazy<'static, '_>>) -> Kept<Len<'static>> {
    lazy.map(|lazy, _| Len(lazy.len))
}

fn main() {
    let len = {
        let text = String::from("gone");
        let of = &*text;
        forget(Kept::new(|cx| Lazy { len: cx.alloc(move || of.len()), of }))
    };
    println!("{}", len.with(|len| len.0()));
}
