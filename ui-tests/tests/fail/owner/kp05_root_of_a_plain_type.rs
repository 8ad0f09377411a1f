use memscope::Kept;

fn plain(_: Kept<String>) {}

fn main() {
    let _ = plain;
}
