use memscope::CopyIn;

struct Id(u32);

#[derive(CopyIn)]
struct Name<'mcx> {
    text: &'mcx str,
    #[copy_in(skip)]
    id: Id,
}

fn main() {}
