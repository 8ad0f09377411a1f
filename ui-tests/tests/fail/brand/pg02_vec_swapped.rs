use memscope::{scope, vec_in};

fn main() {
    scope!(a);
    scope!(b);
    let mut first = vec_in![a; 1];
    let mut second = vec_in![b; 2];
    std::mem::swap(&mut first, &mut second);
}
