//! A transaction: what was made in it stays if all of it was made, without a copy. `transaction-expanded.rs` shows what the
//! macro stands for.

use std::num::ParseIntError;

use memscope::{Carried, Keepable, MemCx, MemVec, scope};

#[derive(Keepable, Carried)]
struct Order<'mcx> {
    customer: &'mcx str,
    lines: &'mcx [Line<'mcx>],
}

#[derive(Carried)]
struct Line<'mcx> {
    article: &'mcx str,
    amount: u32,
}

/// Reads one order into the caller's scope, or nothing of it.
fn order<'mcx>(cx: MemCx<'mcx>, text: &str) -> Result<Order<'mcx>, ParseIntError> {
    scope!(<'tx> tx in cx, try -> Result<Order<'tx>, ParseIntError> => {
        let (customer, articles) = text.split_once(": ").unwrap_or((text, ""));
        let mut lines: MemVec<'tx, Line<'tx>> = tx.vec();
        for article in articles.split_terminator(", ") {
            let (amount, article) = article.split_once(' ').unwrap_or(("1", article));
            // `?` leaves the transaction: the lines that were read are gone.
            lines.push(Line { article: tx.alloc_str(article), amount: amount.parse()? });
        }
        Ok(Order { customer: tx.alloc_str(customer), lines: lines.into_slice() })
    })
}

fn main() {
    scope!(cx);
    let mut orders = cx.vec();
    for text in ["Ada: 2 gears, 1 crank", "Bob: two wheels", "Eve: 5 cards, belt"] {
        match order(cx, text) {
            Ok(order) => orders.push(order),
            Err(error) => println!("not taken: {text:?}, {error}"),
        }
    }
    for Order { customer, lines } in &*orders {
        let amount: u32 = lines.iter().map(|line| line.amount).sum();
        let articles: Vec<&str> = lines.iter().map(|line| line.article).collect();
        println!("{customer}: {amount} of {}", articles.join(" and "));
    }
}
