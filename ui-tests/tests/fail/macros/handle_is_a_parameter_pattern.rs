use memscope::scoped;

#[scoped(row)]
fn fill((row, column): (u32, u32)) {
    println!("{row} {column}");
}

fn main() {
    fill((1, 2));
}
