use memscope::scope;

fn main() {
    scope!(name = "row");
}
