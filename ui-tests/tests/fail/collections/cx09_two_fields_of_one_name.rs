use memscope::DeserializeIn;

#[derive(DeserializeIn)]
struct Shape<'mcx> {
    name: &'mcx str,
    #[serde(alias = "name")]
    title: &'mcx str,
}

fn main() {}
