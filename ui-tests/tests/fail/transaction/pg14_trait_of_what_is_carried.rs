use memscope::{Carried, MemVec};

trait Shape: Carried {
    fn area(&self) -> f64;
}

struct Sum<'mcx>(MemVec<'mcx, f64>);

impl Shape for Sum<'_> {
    fn area(&self) -> f64 {
        self.0.iter().sum()
    }
}

fn main() {}
