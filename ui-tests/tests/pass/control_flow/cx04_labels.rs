//! Labels of loops and blocks, with values.

use memscope::scope;

fn main() {
    let found = 'rows: loop {
        for i in 0.. {
            scope!(row);
            let square = row.alloc(i * i);
            if *square > 50 {
                break 'rows *square;
            }
        }
    };
    assert_eq!(found, 64);

    let word = 'word: {
        scope!(cx);
        let text = cx.alloc_str("one two");
        if text.len() > 5 {
            break 'word text.len();
        }
        0
    };
    assert_eq!(word, 7);

    let sum = 'outer: {
        scope!(<'mcx> cx => {
            let mut numbers: &'mcx [u32] = cx.alloc_slice_copy(&[1, 2, 3]);
            let mut sum = 0;
            'mcx: loop {
                match numbers {
                    [] => break 'mcx,
                    [2, ..] => break 'outer sum + 100,
                    [first, rest @ ..] => (sum, numbers) = (sum + first, rest),
                }
            }
            sum
        })
    };
    assert_eq!(sum, 101);
}
