use memscope::{MemCx, with_scope};

fn main() {
    with_scope(|outer| {
        let mut current: Option<MemCx<'_>> = None;
        with_scope(|inner| current = Some(inner));
        println!("{current:?} {outer:?}");
    });
}
