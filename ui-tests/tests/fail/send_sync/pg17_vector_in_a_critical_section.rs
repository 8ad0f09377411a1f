use memscope::{MemVec, scope};

fn critical<R>(section: impl FnOnce() -> R + Send) -> R {
    section()
}

fn main() {
    scope!(cx);
    let mut log: MemVec<'_, u64> = cx.vec();
    critical(|| log.push(7));
}
