use memscope::{MemCx, scope};

fn main() {
    scope!(<'mcx> outer => {
        let current: MemCx<'mcx>;
        scope!(inner => {
            current = inner;
        });
        current.alloc(outer.alloc(7));
    });
}
