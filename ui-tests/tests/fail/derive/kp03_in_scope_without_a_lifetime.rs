use memscope::InScope;

#[derive(InScope)]
struct Parser {
    text: String,
}

fn main() {}
