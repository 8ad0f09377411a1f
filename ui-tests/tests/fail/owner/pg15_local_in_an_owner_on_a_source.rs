use memscope::KeptOn;
use memscope::source::Heap;

fn owner() -> KeptOn<&'static str, Heap> {
    let local = String::from("local");
    KeptOn::new(Heap, |_| local.as_str())
}

fn main() {
    owner();
}
