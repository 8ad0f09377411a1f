use memscope::scope;

struct Name {
    _first: String,
}

fn main() {
    scope!(cx);
    cx.alloc(Name { _first: String::from("Ada") });
}
