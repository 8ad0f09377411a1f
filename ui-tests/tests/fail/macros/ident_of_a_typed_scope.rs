use memscope::scope;

fn main() {
    scope!(numbers: u32, ident = "all of them");
    numbers.alloc(1);
}
