use memscope::scoped;

struct Parser<'a> {
    source: &'a str,
}

impl<'a> Parser<'a> {
    #[scoped]
    fn word(&self) -> &'a str {
        cx.alloc_str(self.source)
    }
}

fn main() {
    Parser { source: "a word" }.word();
}
