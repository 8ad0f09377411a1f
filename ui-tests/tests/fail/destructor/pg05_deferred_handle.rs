use memscope::scope;

fn main() {
    scope!(cx);
    let name: &'static str = "a name";
    let data: &u32 = cx.alloc(7);
    cx.defer(move || println!("{name} {data}"));
}
