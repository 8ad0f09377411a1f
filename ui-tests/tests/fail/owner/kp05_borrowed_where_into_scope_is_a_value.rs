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

fn call<A, B, R>(f: impl FnOnce(A, B) -> R, a: A, b: B) -> R {
    f(a, b)
}

fn main() {
    scope!(cx);
    let text = {
        let text = String::from("gone");
        let kept: Kept<Lazy<'static, '_>> = Kept::new(|cx| Lazy { text: cx.alloc(text.as_str()), of: &text });
        call(Kept::into_scope, kept, cx).text
    };
    println!("{}", text.length());
}
