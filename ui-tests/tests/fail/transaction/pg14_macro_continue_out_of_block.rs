use memscope::scope;

fn main() {
    scope!(cx);
    for n in 0..3 {
        let number = scope!(tx in cx, try -> Option<&'static u32> => {
            if n == 1 {
                continue;
            }
            Some(tx.alloc(n))
        });
        println!("{number:?}");
    }
}
