//! A query after parsing. All of it lives in the query's scope `'q`: plain references, no boxes, nothing to drop.

use crate::error::Span;
use crate::function::Function;
use crate::operator::{Binary, Unary};
use crate::total::Kind;
use crate::value::Value;

#[derive(Debug)]
pub(crate) struct Query<'q> {
    /// The columns that a row is read for, by their place in the file.
    pub(crate) columns: &'q [usize],
    pub(crate) items: &'q [Item<'q>],
    pub(crate) filter: Option<Expr<'q>>,
    /// What `count`, `sum` and the like run over.
    pub(crate) totals: &'q [Total<'q>],
    /// What the rows are grouped by; none, with totals, is one group.
    pub(crate) keys: &'q [Expr<'q>],
    pub(crate) order: &'q [Order<'q>],
    pub(crate) limit: Option<usize>,
}

impl<'q> Query<'q> {
    /// Whether so many rows of the answer are all there is to find out.
    pub(crate) fn is_answered(&self, rows: usize) -> bool {
        !self.is_grouped() && self.order.is_empty() && self.limit.is_some_and(|limit| rows >= limit)
    }

    /// What a row of the answer is made of: the items, then what it is sorted by.
    pub(crate) fn outputs(&self) -> impl Iterator<Item = &'q Expr<'q>> {
        self.items.iter().map(|item| &item.expr).chain(self.order.iter().map(|by| &by.expr))
    }

    pub(crate) fn is_grouped(&self) -> bool {
        !self.keys.is_empty() || !self.totals.is_empty()
    }
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Item<'q> {
    pub(crate) name: &'q str,
    pub(crate) expr: Expr<'q>,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Total<'q> {
    pub(crate) kind: Kind,
    /// None in `count(*)`.
    pub(crate) argument: Option<Expr<'q>>,
    pub(crate) at: Span,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Order<'q> {
    pub(crate) expr: Expr<'q>,
    pub(crate) descending: bool,
}

#[derive(Clone, Copy, Debug)]
pub(crate) struct Expr<'q> {
    pub(crate) at: Span,
    pub(crate) node: Node<'q>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Node<'q> {
    Literal(Value<&'q str>),
    /// A column of the file; in what is evaluated once a group, a key of the group.
    Field(usize),
    Total(usize),
    Unary(Unary, &'q Expr<'q>),
    Binary(Binary, &'q Expr<'q>, &'q Expr<'q>),
    Call(Function, &'q [Expr<'q>]),
}

/// Two expressions are equal if they say the same, wherever they stand.
impl PartialEq for Expr<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.node == other.node
    }
}
