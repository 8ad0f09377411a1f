use memscope::{MemString, scope};

struct Reader<'mcx> {
    line: Option<MemString<'mcx>>,
}

impl Reader<'_> {
    fn read(&mut self) {
        scope!(cx);
        self.line = Some(cx.string());
    }
}

fn main() {
    Reader { line: None }.read();
}
