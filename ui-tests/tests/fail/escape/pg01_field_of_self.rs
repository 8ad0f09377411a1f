use memscope::scope;

struct Reader<'a> {
    line: &'a str,
}

impl Reader<'_> {
    fn read(&mut self) {
        scope!(cx);
        self.line = cx.alloc_str("a line");
    }
}

fn main() {
    Reader { line: "" }.read();
}
