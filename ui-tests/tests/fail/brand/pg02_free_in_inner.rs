use memscope::scope;

fn main() {
    scope!(cx);
    let name = cx.boxed(String::from("a name"));
    {
        scope!(tmp in cx);
        tmp.free(name);
    }
}
