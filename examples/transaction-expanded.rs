//! `transaction.rs` with the macro and the derive written out, simplified: in the expansion every path is absolute.

use std::num::ParseIntError;

use memscope::__private::{Site, transaction};
use memscope::{Carried, Family, Keepable, MemCx, MemVec, scope};

// #[derive(Keepable, Carried)]
struct Order<'mcx> {
    customer: &'mcx str,
    lines: &'mcx [Line<'mcx>],
}

impl Family for Order<'_> {
    type Rest = ();
}

impl<'m> Keepable<'m> for Order<'_> {
    type At = Order<'m>;
}

// SAFETY: its fields can be carried. The derive proves it, with a call like this one for each field.
unsafe impl Carried for Order<'_> {
    fn __fields_are_carried(&self) {
        Carried::__fields_are_carried(&self.customer);
        Carried::__fields_are_carried(&self.lines);
    }
}

// #[derive(Carried)]
struct Line<'mcx> {
    article: &'mcx str,
    amount: u32,
}

// SAFETY: as above.
unsafe impl Carried for Line<'_> {
    fn __fields_are_carried(&self) {
        Carried::__fields_are_carried(&self.article);
        _ = <[&'static u32]>::len(&[]); // `amount` names no lifetime, so all that it has to be is `'static`
    }
}

/// Reads one order into the caller's scope, or nothing of it.
fn order<'mcx>(cx: MemCx<'mcx>, text: &str) -> Result<Order<'mcx>, ParseIntError> {
    // scope!(<'tx> tx in cx, try -> Result<Order<'tx>, ParseIntError> => { … })
    // The closure takes a handle of any lifetime, which is inside `'mcx`. What it returns has `'mcx` in its place.
    transaction::<Order<'static>, _>(cx, const { &Site::new("tx", file!(), line!()) }, |tx, _inside| {
        let (customer, articles) = text.split_once(": ").unwrap_or((text, ""));
        let mut lines: MemVec<'_, Line<'_>> = tx.vec();
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
