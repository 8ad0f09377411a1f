use memscope::scoped;

#[scoped]
fn kept(n: Option<u32>) -> u32 {
    if #[keep(with = cx)] let Some(n) = n { n } else { 0 }
}

fn main() {
    kept(None);
}
