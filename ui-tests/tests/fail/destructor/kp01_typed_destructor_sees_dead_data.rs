use memscope::scope;

struct Report<'a>(&'a str);

impl Drop for Report<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

fn main() {
    scope!(reports: Report<'_>);
    let text = String::from("a text");
    reports.alloc(Report(&text));
}
