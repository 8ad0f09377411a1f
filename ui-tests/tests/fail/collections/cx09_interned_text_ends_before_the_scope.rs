use memscope::scope;

fn main() {
    scope!(cx);
    let mut names = cx.interner();
    let text = String::from("x");
    let name = names.symbol_of(&text);
    println!("{name}");
}
