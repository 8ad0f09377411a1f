use memscope::scope;

fn words<'a>(line: &str, out: &mut Vec<&'a str>) {
    scope!(cx);
    out.push(cx.alloc_str(line));
}

fn main() {
    words("a line", &mut Vec::new());
}
