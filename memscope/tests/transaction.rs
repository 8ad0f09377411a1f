//! Transactions: what was made in one lives on in the scope around it, or is gone.

mod common;

use memscope::{Family, Keepable, MemBox, MemCx, scope};

struct Rows<'mcx> {
    names: &'mcx [&'mcx str],
    outer: &'mcx str,
    boxed: MemBox<'mcx, u64>,
}

impl Family for Rows<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Rows<'_> {
    type At = Rows<'m>;
}

fn rows<'cx>(cx: MemCx<'cx>, text: &str, outer: &'cx str, fill: usize) -> Result<Rows<'cx>, String> {
    cx.transaction::<Rows<'static>, _>(|tx, _| {
        let text = &*tx.alloc_str(text);
        for i in 0..fill {
            tx.alloc([i; 8]);
        }
        let mut names = tx.vec();
        for name in text.split(',') {
            if name.is_empty() {
                return Err(format!("no name in {text:?}"));
            }
            names.push(name);
        }
        tx.adopt(String::from("adopted"));
        Ok(Rows { names: names.into_slice(), outer, boxed: tx.boxed(names_len(text)) })
    })
}

fn names_len(text: &str) -> u64 {
    text.split(',').count() as u64
}

#[test]
fn pg14_what_was_committed_lives_on() {
    for fill in [0, 1, 10, 100, 10_000] {
        scope!(cx);
        let outer = &*cx.alloc_str("outer");
        let mut kept = Vec::new();
        for round in 0..20 {
            let text = format!("a{round},b{round}");
            kept.push((text.clone(), rows(cx, &text, outer, fill).unwrap()));
            assert!(rows(cx, "x,,y", outer, fill).is_err());
            let beside = cx.alloc(round);
            *beside += 1;
        }
        for (text, rows) in kept {
            assert_eq!(rows.names.join(","), text);
            assert_eq!((rows.outer, *rows.boxed), ("outer", 2));
            cx.free(rows.boxed);
        }
    }
}

#[test]
fn pg14_the_parent_may_allocate_meanwhile() {
    for fill in [0, 10, 1000] {
        scope!(cx);
        let mut all = Vec::new();
        for round in 0..50_usize {
            let outer = cx.alloc([round; 4]);
            let made = cx
                .transaction::<&'static [[usize; 8]], ()>(|tx, _| {
                    let mut values = tx.vec();
                    for i in 0..=fill {
                        values.push([i + round; 8]);
                        if i % 7 == 0 {
                            outer[1] = cx.alloc([i; 20])[0];
                        }
                    }
                    Ok(values.into_slice())
                })
                .unwrap();
            all.push((round, outer, made));
        }
        for (round, outer, made) in all {
            assert_eq!((outer[0], made.len()), (round, fill + 1));
            assert!(made.iter().enumerate().all(|(i, value)| *value == [i + round; 8]));
        }
    }
}
