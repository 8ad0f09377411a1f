use memscope::scope;

fn read<'a>(out: &mut Option<&'a str>) {
    scope!(cx);
    *out = Some(cx.alloc_str("a line"));
}

fn main() {
    read(&mut None);
}
