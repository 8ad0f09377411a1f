use memscope::{scope, vec_in};

fn main() {
    scope!(a);
    scope!(b);
    let numbers = vec_in![a; 1, 2].into_boxed_slice();
    b.free(numbers);
}
