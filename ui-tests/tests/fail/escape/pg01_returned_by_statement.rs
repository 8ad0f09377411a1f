use memscope::scope;

fn first<'a>(line: &str) -> Option<&'a str> {
    scope!(cx);
    if line.is_empty() {
        return None;
    }
    let word: &str = cx.alloc_str(line);
    return Some(word);
}

fn main() {
    first("a line");
}
