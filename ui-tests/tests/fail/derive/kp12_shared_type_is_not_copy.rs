use memscope::CopyIn;

#[derive(CopyIn)]
#[copy_in(share)]
struct Point {
    x: f32,
    y: f32,
}

fn main() {}
