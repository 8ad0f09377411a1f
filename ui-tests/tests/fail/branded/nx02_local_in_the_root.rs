use memscope::Branded;

fn main() {
    let text = String::from("text");
    let owner: Branded<&'static str> = Branded::new(|_| &*text);
    println!("{}", owner.with(|text| text.len()));
}
