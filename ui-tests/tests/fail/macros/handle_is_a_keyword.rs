use memscope::scope;

fn main() {
    scope!(self);
}
