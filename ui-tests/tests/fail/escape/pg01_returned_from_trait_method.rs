use memscope::scoped;

trait Render {
    fn render(&self) -> &str;
}

impl Render for u32 {
    #[scoped]
    fn render(&self) -> &str {
        cx.alloc_fmt(format_args!("{self}"))
    }
}

fn main() {
    7.render();
}
