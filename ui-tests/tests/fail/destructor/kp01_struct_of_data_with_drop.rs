use memscope::scope;

struct Report<'a> {
    text: &'a str,
}

impl Drop for Report<'_> {
    fn drop(&mut self) {
        println!("{}", self.text);
    }
}

fn main() {
    let mut report = Report { text: "" };
    scope!(cx);
    report.text = cx.alloc_str("a text");
}
