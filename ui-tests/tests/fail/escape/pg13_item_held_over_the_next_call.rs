use memscope::Kept;

struct Scan(Kept<&'static str>);

impl Scan {
    fn next(&mut self, line: &str) -> &str {
        self.0 = Kept::new(|cx| &*cx.alloc_str(line));
        self.0.get()
    }
}

fn main() {
    let mut scan = Scan(Kept::new(|_| ""));
    let first = scan.next("to be");
    let second = scan.next("or not");
    println!("{first} {second}");
}
