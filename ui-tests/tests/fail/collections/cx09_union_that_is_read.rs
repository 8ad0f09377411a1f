use memscope::DeserializeIn;

#[derive(DeserializeIn)]
union Number {
    int: u32,
    float: f32,
}

fn main() {}
