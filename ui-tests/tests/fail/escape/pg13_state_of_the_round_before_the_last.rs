use memscope::Kept;

fn main() {
    let mut state: Kept<&'static str> = Kept::new(|_| "");
    let old = *state.get();
    state = Kept::new(|cx| &*cx.alloc_fmt(format_args!("{}x", state.get())));
    println!("{old} {}", state.get());
}
