use memscope::{ThinVec, scope};

fn needs_static<T: 'static>(_: T) {}

fn main() {
    scope!(cx);
    needs_static(ThinVec::from_iter_in([1], cx));
}
