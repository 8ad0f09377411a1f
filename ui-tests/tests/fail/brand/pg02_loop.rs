use memscope::{MemCx, scope};

fn link<'m>(_: MemCx<'m>, _: MemCx<'m>) {}

fn main() {
    let mut before = None;
    for _ in 0..2 {
        scope!(row);
        if let Some(before) = before {
            link(before, row);
        }
        before = Some(row);
    }
}
