use memscope::{AllocError, Kept, MemCx};

enum Error {
    Memory,
    Handle(MemCx<'static>),
}

impl From<AllocError> for Error {
    fn from(_: AllocError) -> Self {
        Self::Memory
    }
}

fn main() {
    let built = Kept::<&'static str>::try_new(|cx| Err(Error::Handle(cx)));
    drop(built);
}
