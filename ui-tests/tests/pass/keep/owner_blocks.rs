//! Blocks that build an owner, or are a transaction, without a warning.

#![deny(warnings)]
#![forbid(unsafe_code)]

use memscope::{Carried, Keepable, Kept, MemCx, scope};
use std::num::ParseIntError;

#[derive(Keepable, Carried)]
struct Numbers<'mcx>(&'mcx [u64]);

/// An owner for every part, in loops and closures; what the blocks use is borrowed.
fn owners(parts: &[&str]) -> Result<Vec<Kept<Numbers<'static>>>, ParseIntError> {
    let mut sum = 0;
    let mut owners = Vec::new();
    for part in parts {
        let owner = scope!(cx, name = "part" -> Result<Kept<Numbers<'mcx>>, ParseIntError> => {
            let mut numbers = cx.vec();
            for number in part.split(' ') {
                if number == "stop" {
                    return Ok(Numbers(&[]));
                }
                numbers.push(number.parse()?);
                sum += 1;
            }
            Ok(Numbers(numbers.into_slice()))
        })?;
        owners.push(owner);
    }
    let count = scope!(cx -> Kept<&'mcx usize> => { cx.alloc(sum) });
    assert_eq!(*count, sum);
    Ok(owners)
}

/// In each other, and in plain scopes.
fn nested<'mcx>(cx: MemCx<'mcx>, text: &str) -> Option<Numbers<'mcx>> {
    scope!(<'tx> tx in cx, try -> Option<Numbers<'tx>> => {
        let owner = scope!(<'a> inner -> Option<Kept<Numbers<'a>>> => {
            let len = scope!(tmp in inner => { tmp.alloc_str(text).len() as u64 });
            Some(Numbers(inner.alloc_slice_copy(&[len])))
        })?;
        let first = scope!(row in tx, try -> Result<&'static u64, ()> => {
            let first = owner.with(|numbers| numbers.0.first().copied()).ok_or(())?;
            Ok(row.alloc(first))
        });
        Some(Numbers(tx.alloc_slice_copy(&[*first.ok()?, 1])))
    })
}

/// A lifetime of the same name is around the block.
fn same_name(text: &str) -> usize {
    scope!(<'mcx> cx => {
        let number: &'mcx usize = cx.alloc(text.len());
        let owner = scope!(cx -> Kept<&'mcx usize> => {
            let number: &'mcx usize = cx.alloc(*number);
            number
        });
        *owner
    })
}

fn main() {
    let owners = owners(&["1 2", "3 stop"]).unwrap();
    assert_eq!(owners.iter().map(|owner| owner.with(|numbers| numbers.0.len())).collect::<Vec<_>>(), [2, 0]);
    assert_eq!(same_name("text"), 4);
    scope!(cx);
    assert_eq!(nested(cx, "text").unwrap().0, [4, 1]);
}
