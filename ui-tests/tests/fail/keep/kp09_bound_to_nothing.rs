use memscope::scoped;

#[scoped]
fn loose() {
    #[keep]
    let _ = cx.alloc_str("nobody frees this").len();
}

fn main() {
    loose();
}
