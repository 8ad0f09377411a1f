use memscope::scope;

struct Report<'a>(&'a str);

impl Drop for Report<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

fn main() {
    scope!(cx);
    let mut report = cx.boxed(Report(""));
    let text = String::from("a text");
    report.0 = &text;
}
