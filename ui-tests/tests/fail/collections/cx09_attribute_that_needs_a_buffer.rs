use memscope::DeserializeIn;

#[derive(DeserializeIn)]
#[serde(tag = "type")]
enum Shape<'mcx> {
    Text { text: &'mcx str },
}

fn main() {}
