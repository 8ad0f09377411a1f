use memscope::Carried;

#[derive(Carried)]
struct Rows<T: Iterator> {
    rows: T,
    next: T::Item,
}

fn main() {}
