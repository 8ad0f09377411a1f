use memscope::scoped;

#[scoped]
fn kept(n: u32) -> u32 {
    match n {
        #[keep(with = cx)]
        0 => 1,
        n => n,
    }
}

fn main() {
    kept(0);
}
