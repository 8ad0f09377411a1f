use memscope::DeserializeIn;

#[derive(DeserializeIn)]
struct Shape<'mcx> {
    #[serde(renamed = "label")]
    name: &'mcx str,
}

fn main() {}
