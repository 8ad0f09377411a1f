use memscope::{Carried, Keepable, Kept, scope};

trait Length: Carried {
    fn length(&self) -> usize;
}

impl Length for &str {
    fn length(&self) -> usize {
        self.len()
    }
}

#[derive(Keepable, Carried)]
struct Lazy<'mcx, 'src> {
    text: &'mcx (dyn Length + 'mcx),
    of: &'src str,
}

fn main() {
    scope!(cx);
    let text = {
        let text = String::from("gone");
        let kept: Kept<Lazy<'static, '_>> = Kept::new(|cx| Lazy { text: cx.alloc(text.as_str()), of: &text });
        kept.into_scope(cx).text
    };
    println!("{}", text.length());
}
