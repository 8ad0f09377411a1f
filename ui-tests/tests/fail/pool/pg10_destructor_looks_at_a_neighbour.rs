use memscope::{PoolBox, scope};

struct Loud<'p>(Option<&'p PoolBox<'p, String>>);

impl Drop for Loud<'_> {
    fn drop(&mut self) {
        println!("{:?}", self.0);
    }
}

fn main() {
    scope!(cx);
    let (loud, texts) = (cx.pool(), cx.pool());
    let mut value = loud.insert(Loud(None));
    let text = texts.insert(String::from("dropped first"));
    value.0 = Some(&text);
}
