use memscope::Kept;

fn mixed(one: &mut Kept<&'static str>, two: &mut Kept<&'static str>) {
    one.with_mut(|one, _| two.with_mut(|_, cx| *one = cx.alloc_str("of two")));
}

fn main() {
    let _ = mixed;
}
