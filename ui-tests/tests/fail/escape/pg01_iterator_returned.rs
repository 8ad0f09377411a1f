use memscope::scope;

fn words<'a>(line: &str) -> impl Iterator<Item = &'a str> {
    scope!(cx);
    let line: &str = cx.alloc_str(line);
    line.split(' ')
}

fn main() {
    words("a line").count();
}
