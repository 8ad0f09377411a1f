use memscope::scope;

fn main() {
    let mut last = None;
    for i in 0..3 {
        scope!(row);
        if let Some(last) = last {
            println!("{last}");
        }
        last = Some(row.alloc(i));
    }
}
