use memscope::scoped;
use std::sync::Mutex;

static TITLES: Mutex<Vec<&'static str>> = Mutex::new(Vec::new());

#[scoped]
fn title(text: &str) {
    cx.alloc(7);
    TITLES.lock().unwrap().push(text);
}

fn main() {
    title("text");
}
