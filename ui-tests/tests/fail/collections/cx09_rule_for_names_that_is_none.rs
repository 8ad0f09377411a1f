use memscope::DeserializeIn;

#[derive(DeserializeIn)]
#[serde(rename_all = "camel_case")]
struct Shape<'mcx> {
    file_name: &'mcx str,
}

fn main() {}
