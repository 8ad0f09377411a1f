use memscope::scope;

fn main() {
    let mut kept = Vec::new();
    for i in 0..3 {
        scope!(row);
        kept.push(row.alloc(i));
    }
    println!("{}", kept.len());
}
