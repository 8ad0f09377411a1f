use memscope::scope;

struct Name<'a> {
    first: &'a str,
}

fn name<'a>(line: &str) -> Name<'a> {
    scope!(cx);
    Name { first: cx.alloc_str(line) }
}

fn main() {
    let _ = name("Ada").first;
}
