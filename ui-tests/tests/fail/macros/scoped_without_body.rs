use memscope::scoped;

trait Parse {
    #[scoped]
    fn parse(&self, line: &str) -> u32;
}

impl Parse for () {
    fn parse(&self, _: &str) -> u32 {
        7
    }
}

fn main() {
    println!("{}", ().parse(""));
}
