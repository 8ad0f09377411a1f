use memscope::{Keepable, scope};
use std::num::ParseIntError;

#[derive(Keepable)]
struct Row<'mcx>(&'mcx str);

fn main() {
    let row = scope!(<'tx> tx, try -> Result<Row<'tx>, ParseIntError> => {
        "7".parse::<u32>()?;
        Ok(Row(tx.alloc_str("7")))
    });
    println!("{}", row.is_ok_and(|row| row.0.is_empty()));
}
