use memscope::scoped;

#[scoped]
fn chosen(keeps: bool) -> u32 {
    if keeps {
        #[keep(with = cx)]
        let kept = 7;
        *kept += 1;
    }
    *kept
}

fn main() {
    chosen(true);
}
