use memscope::{MemCx, scoped};

#[scoped]
fn serve(outer: MemCx<'_>) -> ! {
    let _both = [outer, cx];
    loop {}
}

fn main() {
    let _ = serve;
}
