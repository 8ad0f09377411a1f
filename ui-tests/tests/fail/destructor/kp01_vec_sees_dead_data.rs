use memscope::scope;

struct Report<'a>(&'a str);

impl Drop for Report<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

fn main() {
    scope!(cx);
    let mut reports = cx.vec();
    let text = String::from("a text");
    reports.push(Report(&text));
}
