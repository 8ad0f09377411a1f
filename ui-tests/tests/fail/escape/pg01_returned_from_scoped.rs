use memscope::scoped;

#[scoped]
fn upper<'a>(line: &'a str) -> &'a str {
    cx.alloc_fmt(format_args!("{}!", line))
}

fn main() {
    upper("a line");
}
