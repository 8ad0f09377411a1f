use memscope::DeserializeIn;

#[derive(DeserializeIn)]
#[serde(transparent)]
struct Shape<'mcx> {
    name: &'mcx str,
    points: &'mcx [u8],
}

fn main() {}
