use memscope::DeserializeIn;

#[derive(DeserializeIn)]
struct Shape<'src, 'mcx> {
    name: &'src str,
    points: &'mcx [u8],
}

fn main() {}
