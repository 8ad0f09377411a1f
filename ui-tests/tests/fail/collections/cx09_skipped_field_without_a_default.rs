use memscope::DeserializeIn;

struct Cache(u32);

#[derive(DeserializeIn)]
struct Shape<'mcx> {
    name: &'mcx str,
    #[serde(skip)]
    cache: Cache,
}

fn main() {}
