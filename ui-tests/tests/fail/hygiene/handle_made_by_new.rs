use memscope::MemCx;

fn main() {
    let new = MemCx::new;
    let _ = new;
}
