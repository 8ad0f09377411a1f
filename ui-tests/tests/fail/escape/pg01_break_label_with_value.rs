use memscope::scope;

fn main() {
    let number = 'outer: loop {
        for i in 0.. {
            scope!(row);
            if i == 2 {
                break 'outer row.alloc(i);
            }
        }
    };
    println!("{number}");
}
