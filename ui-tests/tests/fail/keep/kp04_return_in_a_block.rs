use memscope::scope;

fn main() {
    scope!(cx => {
        #[keep(with = return)]
        let one = 1;
        println!("{}", *one + *cx.alloc(2));
    });
}
