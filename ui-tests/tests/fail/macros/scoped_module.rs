use memscope::scoped;

#[scoped]
mod nodes {
    pub fn value() -> u32 {
        7
    }
}

fn main() {
    println!("{}", nodes::value());
}
