use memscope::scope;

fn name<'a>(text: &str) -> &'a str {
    scope!(cx);
    let mut names = cx.interner();
    names.intern(text)
}

fn main() {
    name("x");
}
