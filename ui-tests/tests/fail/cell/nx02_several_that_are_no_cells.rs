use memscope::scope;

fn main() {
    scope!(cx, key = k);
    let [a, b] = [cx.alloc(1), cx.alloc(2)];
    k.get_disjoint_mut((&*a, &*b)).unwrap();
}
