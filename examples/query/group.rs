//! What follows from grouping: an item is evaluated once a group, so it may only look at keys and totals.

use memscope::MemCx;

use crate::ast::{Expr, Item, Node, Order, Query};
use crate::error::Fault;

/// Rewrites items and order to read keys where they read columns. `Expr` is `Copy`, so new trees share what stays.
pub(crate) fn regroup<'q>(cx: MemCx<'q>, query: &mut Query<'q>, source: &str) -> Result<(), Fault> {
    let grouping = Grouping { cx, keys: query.keys, source };
    for key in query.keys {
        if has_total(key) {
            return Err(Fault::new(key.at, "this name stands for a total, which is known only after grouping"));
        }
    }
    let mut items = cx.vec_with_capacity(query.items.len());
    for item in query.items {
        items.push(Item { expr: grouping.expr(&item.expr)?, ..*item });
    }
    let mut order = cx.vec_with_capacity(query.order.len());
    for by in query.order {
        order.push(Order { expr: grouping.expr(&by.expr)?, ..*by });
    }
    query.items = items.into_slice();
    query.order = order.into_slice();
    Ok(())
}

struct Grouping<'q, 's> {
    cx: MemCx<'q>,
    keys: &'q [Expr<'q>],
    source: &'s str,
}

impl<'q> Grouping<'q, '_> {
    fn expr(&self, expr: &Expr<'q>) -> Result<Expr<'q>, Fault> {
        if let Some(key) = self.keys.iter().position(|key| key == expr) {
            return Ok(Expr { node: Node::Field(key), ..*expr });
        }
        let node = match expr.node {
            Node::Literal(_) | Node::Total(_) => expr.node,
            Node::Field(_) => {
                let name = &self.source[expr.at.start..expr.at.end];
                return Err(Fault::new(expr.at, format!("`{name}` is neither a key of `group by` nor inside a total")));
            }
            Node::Unary(op, operand) => Node::Unary(op, self.cx.alloc(self.expr(operand)?)),
            Node::Binary(op, left, right) => {
                Node::Binary(op, self.cx.alloc(self.expr(left)?), self.cx.alloc(self.expr(right)?))
            }
            Node::Call(function, arguments) => {
                let mut rewritten = self.cx.vec_with_capacity(arguments.len());
                for argument in arguments {
                    rewritten.push(self.expr(argument)?);
                }
                Node::Call(function, rewritten.into_slice())
            }
        };
        Ok(Expr { node, ..*expr })
    }
}

fn has_total(expr: &Expr<'_>) -> bool {
    match expr.node {
        Node::Literal(_) | Node::Field(_) => false,
        Node::Total(_) => true,
        Node::Unary(_, operand) => has_total(operand),
        Node::Binary(_, left, right) => has_total(left) || has_total(right),
        Node::Call(_, arguments) => arguments.iter().any(has_total),
    }
}
