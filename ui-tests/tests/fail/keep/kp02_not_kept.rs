use memscope::scope;

fn main() {
    scope!(cx);
    let mut list = cx.vec::<&u32>();
    {
        scope!(tmp in cx);
        let value = tmp.alloc(7);
        list.push(value);
    }
    println!("{}", list.len());
}
