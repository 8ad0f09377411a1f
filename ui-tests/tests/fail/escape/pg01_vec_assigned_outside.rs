use memscope::{scope, vec_in};

fn main() {
    let kept;
    {
        scope!(cx);
        kept = vec_in![cx; 1, 2];
    }
    println!("{}", kept.len());
}
