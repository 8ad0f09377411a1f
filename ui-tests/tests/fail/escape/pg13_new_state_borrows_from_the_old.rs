use memscope::{Covariant, Keepable, Kept};

#[derive(Keepable, Covariant)]
struct State<'mcx> {
    word: &'mcx str,
}

fn main() {
    let old: Kept<State<'static>> = Kept::new(|cx| State { word: cx.alloc_str("x") });
    let new: Kept<State<'static>> = Kept::new(|_| State { word: old.get().word });
    println!("{}", new.get().word);
}
