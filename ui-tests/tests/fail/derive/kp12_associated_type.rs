use memscope::CopyIn;

#[derive(CopyIn)]
struct Peeked<T: Iterator> {
    next: Option<T::Item>,
}

fn main() {}
