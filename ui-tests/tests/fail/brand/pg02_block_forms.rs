use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    scope!(outer => {
        scope!(inner => {
            link(outer, inner);
        });
    });
}
