use memscope::DeserializeIn;

#[derive(DeserializeIn)]
#[deserialize_in(serde)]
struct Shape<'mcx> {
    name: &'mcx str,
}

fn main() {}
