use memscope::{MemVec, keep_with};

fn both<'a, 'b>(a: &MemVec<'a, u8>, b: &MemVec<'b, u8>) {
    keep_with((a, b), 1);
}

fn main() {
    let _ = both;
}
