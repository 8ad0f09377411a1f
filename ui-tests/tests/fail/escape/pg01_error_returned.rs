use memscope::scope;

fn find<'a>(name: &str) -> Result<u32, &'a str> {
    scope!(cx);
    let reason: &str = cx.alloc_fmt(format_args!("{name} is missing"));
    Err(reason)?;
    Ok(7)
}

fn main() {
    let _ = find("a name");
}
