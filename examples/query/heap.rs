//! The same engine on `Box`, `Vec` and `String`, to compare with: `eval` and `scoped` line by line, with the heap for the
//! scopes. Text that is there already is borrowed here too, and the hash map is the one that `MemMap` is built on: what
//! differs is the memory.

use std::borrow::Cow;
use std::path::Path;

use csv::StringRecord;
use hashbrown::HashMap;
use memscope::scope;

use crate::ast;
use crate::error::{Error, Fault, Span};
use crate::function::{Function, Outcome};
use crate::input::Input;
use crate::operator::{Binary, Unary};
use crate::output;
use crate::parse::parse;
use crate::report::Work;
use crate::total::{Kind, Running};

type Value<'v> = crate::value::Value<Cow<'v, str>>;

pub(crate) fn run(source: &str, file: &Path, out: &mut Vec<u8>) -> Result<Work, Error> {
    let (mut input, header) = Input::open(file)?;
    let mut record = StringRecord::new();

    // The text is parsed by the one parser there is, and its tree moved to the heap.
    scope!(query);
    let parsed = parse(query, source, &header).map_err(|fault| Error::query(source, fault))?;
    let plan = Query::new(&parsed);
    let mut groups = Groups::new(&plan, parsed.is_grouped());
    let mut rows = Vec::new();

    while !parsed.is_answered(rows.len()) && input.read(&mut record)? {
        let row = Row::read(parsed.columns, &record);
        let fault = |fault| input.fault(source, &record, fault);
        if let Some(filter) = &plan.filter
            && !row.eval(filter).map_err(fault)?.is_true()
        {
            continue;
        }
        if parsed.is_grouped() {
            groups.add(&row).map_err(fault)?;
            continue;
        }
        rows.push(keep(row.eval_all(&plan.outputs).map_err(fault)?));
    }

    for group in &groups.groups {
        let fields = group.key.iter().map(borrow).collect();
        let totals = group.totals.iter().map(|running| running.value().map(Cow::Borrowed)).collect();
        let row = Row { fields, totals };
        let values = row.eval_all(&plan.outputs).map_err(|fault| Error::query(source, fault))?;
        rows.push(keep(values));
    }
    output::write(&parsed, &mut rows, out).map_err(Error::write)?;
    Ok(Work { rows: input.rows, made: None })
}

struct Query {
    filter: Option<Expr>,
    totals: Vec<Total>,
    keys: Vec<Expr>,
    outputs: Vec<Expr>,
}

struct Total {
    kind: Kind,
    argument: Option<Expr>,
    at: Span,
}

struct Expr {
    at: Span,
    node: Node,
}

enum Node {
    Literal(crate::value::Value<String>),
    Field(usize),
    Total(usize),
    Unary(Unary, Box<Expr>),
    Binary(Binary, Box<Expr>, Box<Expr>),
    Call(Function, Vec<Expr>),
}

impl Query {
    fn new(parsed: &ast::Query<'_>) -> Self {
        let total = |total: &ast::Total<'_>| Total {
            kind: total.kind,
            argument: total.argument.as_ref().map(Expr::new),
            at: total.at,
        };
        Query {
            filter: parsed.filter.as_ref().map(Expr::new),
            totals: parsed.totals.iter().map(total).collect(),
            keys: parsed.keys.iter().map(Expr::new).collect(),
            outputs: parsed.outputs().map(Expr::new).collect(),
        }
    }
}

impl Expr {
    fn new(parsed: &ast::Expr<'_>) -> Self {
        let boxed = |expr| Box::new(Expr::new(expr));
        let node = match parsed.node {
            ast::Node::Literal(value) => Node::Literal(value.map(str::to_owned)),
            ast::Node::Field(index) => Node::Field(index),
            ast::Node::Total(index) => Node::Total(index),
            ast::Node::Unary(op, operand) => Node::Unary(op, boxed(operand)),
            ast::Node::Binary(op, left, right) => Node::Binary(op, boxed(left), boxed(right)),
            ast::Node::Call(function, arguments) => Node::Call(function, arguments.iter().map(Expr::new).collect()),
        };
        Expr { at: parsed.at, node }
    }
}

struct Row<'r> {
    fields: Vec<Value<'r>>,
    totals: Vec<Value<'r>>,
}

impl<'r> Row<'r> {
    fn read(columns: &[usize], record: &'r StringRecord) -> Self {
        let field = |&column: &usize| crate::value::Value::parse(&record[column]).map(Cow::Borrowed);
        Row { fields: columns.iter().map(field).collect(), totals: Vec::new() }
    }

    fn eval<'e>(&'e self, expr: &'e Expr) -> Result<Value<'e>, Fault> {
        let fault = |message| Fault::new(expr.at, message);
        match &expr.node {
            Node::Literal(value) => Ok(value.as_deref().map(Cow::Borrowed)),
            Node::Field(index) => Ok(borrow(&self.fields[*index])),
            Node::Total(index) => Ok(borrow(&self.totals[*index])),
            Node::Unary(op, operand) => op.apply(self.eval(operand)?.as_deref()).map_err(fault),
            Node::Binary(op, left, right) => {
                let left = self.eval(left)?;
                match op.short(&left) {
                    Some(decided) => Ok(decided),
                    None => op.apply(left.as_deref(), self.eval(right)?.as_deref()).map_err(fault),
                }
            }
            Node::Call(function, arguments) => {
                let arguments = self.eval_all(arguments)?;
                let mut text = String::new();
                match function.call(&arguments, &mut text).map_err(fault)? {
                    Outcome::Value(value) => Ok(value.map(|text| Cow::Owned(text.to_owned()))),
                    Outcome::Written => Ok(Value::Text(Cow::Owned(text))),
                }
            }
        }
    }

    fn eval_all<'e>(&'e self, exprs: &'e [Expr]) -> Result<Vec<Value<'e>>, Fault> {
        exprs.iter().map(|expr| self.eval(expr)).collect()
    }
}

type Key = Vec<Value<'static>>;

struct Groups<'p> {
    plan: &'p Query,
    index: HashMap<Key, usize>,
    groups: Vec<Group>,
}

struct Group {
    key: Key,
    totals: Vec<Running<String>>,
}

impl<'p> Groups<'p> {
    fn new(plan: &'p Query, is_grouped: bool) -> Self {
        let mut groups = Groups { plan, index: HashMap::new(), groups: Vec::new() };
        if is_grouped && plan.keys.is_empty() {
            groups.open(Vec::new());
        }
        groups
    }

    fn add(&mut self, row: &Row<'_>) -> Result<(), Fault> {
        let key = row.eval_all(&self.plan.keys)?;
        let index = match self.index.get(key.as_slice()) {
            Some(&index) => index,
            None => self.open(keep(key)),
        };
        for (total, running) in self.plan.totals.iter().zip(&mut self.groups[index].totals) {
            let value = match &total.argument {
                Some(argument) => row.eval(argument)?,
                None => Value::Bool(true),
            };
            let keep = |old: Option<String>, text: &str| {
                let mut kept = old.unwrap_or_default();
                kept.clear();
                kept.push_str(text);
                kept
            };
            running.add(value.as_deref(), keep).map_err(|message| Fault::new(total.at, message))?;
        }
        Ok(())
    }

    fn open(&mut self, key: Key) -> usize {
        let totals = self.plan.totals.iter().map(|total| Running::new(total.kind)).collect();
        let index = self.groups.len();
        self.groups.push(Group { key: key.clone(), totals });
        self.index.insert(key, index);
        index
    }
}

fn borrow<'v>(value: &'v Value<'_>) -> Value<'v> {
    value.as_deref().map(Cow::Borrowed)
}

fn keep(values: Vec<Value<'_>>) -> Key {
    values.into_iter().map(|value| value.map(|text| Cow::Owned(text.into_owned()))).collect()
}
