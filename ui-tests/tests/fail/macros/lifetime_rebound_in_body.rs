use memscope::scope;

fn main() {
    scope!(<'mcx> cx => {
        let len: for<'mcx> fn(&'mcx str) -> usize = str::len;
        println!("{} {}", len(""), cx.alloc(7));
    });
}
