use memscope::MemBox;

fn main() {
    let from_raw = MemBox::<u32>::from_raw;
    let _ = from_raw;
}
