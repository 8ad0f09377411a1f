use memscope::scope;

fn main() {
    let mut names = Vec::new();
    for i in 0..3 {
        scope!(row);
        names.push(row.boxed(i.to_string()));
    }
    println!("{}", names.len());
}
