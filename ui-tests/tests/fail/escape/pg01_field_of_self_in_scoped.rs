use memscope::scoped;

struct Reader<'a> {
    lines: Vec<&'a str>,
}

impl Reader<'_> {
    #[scoped(row)]
    fn read(&mut self) {
        self.lines.push(row.alloc_str("a line"));
    }
}

fn main() {
    Reader { lines: Vec::new() }.read();
}
