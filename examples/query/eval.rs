//! What an expression is worth in one row.

use std::cell::Cell;

use csv::StringRecord;
use memscope::MemCx;

use crate::ast::{Expr, Node};
use crate::error::Fault;
use crate::function::Outcome;
use crate::value::Value;

/// A row: its scope, and what expressions read. Everything made on the way stays in the scope and goes with it.
#[derive(Clone, Copy)]
pub(crate) struct Row<'r> {
    pub(crate) cx: MemCx<'r>,
    pub(crate) fields: &'r [Value<&'r str>],
    pub(crate) totals: &'r [Value<&'r str>],
    /// Counts the bytes of what rows made, for the report.
    pub(crate) made: &'r Cell<usize>,
}

impl<'r> Row<'r> {
    /// Parses the fields that the query looks at. Text stays where the reader has it.
    pub(crate) fn read(cx: MemCx<'r>, columns: &[usize], record: &'r StringRecord, made: &'r Cell<usize>) -> Self {
        let fields = cx.alloc_iter(columns.iter().map(|&column| Value::parse(&record[column])));
        made.set(made.get() + size_of_val(fields));
        Row { cx, fields, totals: &[], made }
    }

    pub(crate) fn eval(self, expr: &Expr<'r>) -> Result<Value<&'r str>, Fault> {
        let fault = |message| Fault::new(expr.at, message);
        match expr.node {
            Node::Literal(value) => Ok(value),
            Node::Field(index) => Ok(self.fields[index]),
            Node::Total(index) => Ok(self.totals[index]),
            Node::Unary(op, operand) => op.apply(self.eval(operand)?).map_err(fault),
            Node::Binary(op, left, right) => {
                let left = self.eval(left)?;
                match op.short(&left) {
                    Some(decided) => Ok(decided),
                    None => op.apply(left, self.eval(right)?).map_err(fault),
                }
            }
            Node::Call(function, arguments) => {
                let arguments = self.eval_all(arguments)?;
                let mut text = self.cx.string();
                match function.call(arguments, &mut text).map_err(fault)? {
                    Outcome::Value(value) => Ok(value),
                    Outcome::Written => Ok(Value::Text(self.count(text.into_str()))),
                }
            }
        }
    }

    pub(crate) fn eval_all<'e>(
        self,
        exprs: impl IntoIterator<Item = &'e Expr<'r>>,
    ) -> Result<&'r [Value<&'r str>], Fault>
    where
        'r: 'e,
    {
        let exprs = exprs.into_iter();
        let mut values = self.cx.vec_with_capacity(exprs.size_hint().0);
        for expr in exprs {
            values.push(self.eval(expr)?);
        }
        Ok(self.count(values.into_slice()))
    }

    fn count<T: ?Sized>(self, thing: &'r mut T) -> &'r T {
        self.made.set(self.made.get() + size_of_val(thing));
        thing
    }
}
