use memscope::Kept;

fn copied(one: &mut Kept<&'static str>, two: &Kept<&'static str>) {
    one.with_mut(|one, _| two.with(|two| *one = two));
}

fn main() {
    let _ = copied;
}
