use memscope::CopyIn;

#[derive(CopyIn)]
struct Pair<'mcx, T> {
    copied: &'mcx T,
    #[copy_in(share)]
    shared: T,
}

fn main() {}
