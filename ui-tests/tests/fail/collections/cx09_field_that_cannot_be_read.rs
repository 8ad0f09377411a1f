use memscope::DeserializeIn;

struct Color(u32);

#[derive(DeserializeIn)]
struct Shape<'mcx> {
    name: &'mcx str,
    color: Color,
}

fn main() {}
