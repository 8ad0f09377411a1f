use memscope::{ThinVec, scope};

fn numbers<'mcx>() -> ThinVec<'mcx, u8> {
    scope!(cx);
    ThinVec::from_iter_in([1], cx)
}

fn main() {
    numbers();
}
