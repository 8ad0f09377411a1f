use memscope::DeserializeIn;

#[derive(DeserializeIn)]
struct Shape<'mcx> {
    #[deserialize_in(share)]
    name: &'mcx str,
}

fn main() {}
