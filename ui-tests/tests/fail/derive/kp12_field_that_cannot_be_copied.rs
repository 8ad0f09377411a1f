use memscope::CopyIn;

struct File(u32);

#[derive(CopyIn)]
struct Source<'mcx> {
    file: File,
    text: &'mcx str,
}

fn main() {}
