use memscope::scope;

struct Report<'a>(&'a str);

impl Drop for Report<'_> {
    fn drop(&mut self) {
        println!("{}", self.0);
    }
}

fn main() {
    scope!(cx);
    cx.adopt(Report(cx.alloc_str("a text")));
}
