use memscope::{Carried, Family, Keepable, scope};

struct Forged;
#[derive(Carried)]
struct Text(&'static str);

impl Family for Forged {
    type Rest = ();
}

impl Family for Text {
    type Rest = ();
}

impl<'m> Keepable<'m> for Forged {
    type At = Text;
}

fn main() {
    scope!(cx);
    let text = cx.transaction::<Forged, ()>(|tx, _| {
        let text: &str = tx.alloc_str("text");
        Ok(Text(text))
    });
    println!("{}", text.unwrap().0);
}
