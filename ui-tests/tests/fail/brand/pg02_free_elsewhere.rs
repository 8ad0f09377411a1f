use memscope::scope;

fn main() {
    scope!(a);
    scope!(b);
    let name = a.boxed(String::from("a name"));
    b.free(name);
}
