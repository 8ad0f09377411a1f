use memscope::scope;

fn main() {
    scope!(cx);
    cx.alloc_iter([1, 2].iter().map(|n: &u32| n.to_string()));
}
