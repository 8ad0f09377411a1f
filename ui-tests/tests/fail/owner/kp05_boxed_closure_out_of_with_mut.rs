use memscope::Kept;

fn name(kept: &mut Kept<&'static str>) -> Box<dyn Fn() -> usize> {
    kept.with_mut(|_, cx| -> Box<dyn Fn() -> usize> { Box::new(move || cx.name().len()) })
}

fn main() {
    let _ = name;
}
