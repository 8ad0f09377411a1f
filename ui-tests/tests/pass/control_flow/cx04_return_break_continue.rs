//! `break` and `continue` inside a scope are those of the user's own loop; `return` leaves the function.

use memscope::scope;

fn find(rows: &[&[u32]], wanted: u32) -> Option<usize> {
    for (i, row) in rows.iter().enumerate() {
        scope!(cx);
        let row = cx.alloc_slice_copy(row);
        if row.is_empty() {
            continue;
        }
        scope!(tmp in cx => {
            if *tmp.alloc(row[0]) > wanted {
                break;
            }
            if row.contains(&wanted) {
                return Some(i);
            }
        });
    }
    None
}

fn main() {
    assert_eq!(find(&[&[], &[1, 2], &[1, 3]], 3), Some(2));
    assert_eq!(find(&[&[9], &[3]], 3), None);

    let mut rounds = 0;
    while rounds < 3 {
        scope!(cx);
        rounds += *cx.alloc(1);
    }
    assert_eq!(rounds, 3);
}
