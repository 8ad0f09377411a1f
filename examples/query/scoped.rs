//! The engine in scopes: one for the query, and one for each row inside it.

use std::cell::Cell;
use std::path::Path;

use csv::StringRecord;
use memscope::{MemCx, MemMap, MemString, MemVec, keep, scope};

use crate::ast::Query;
use crate::error::{Error, Fault};
use crate::eval::Row;
use crate::input::Input;
use crate::output;
use crate::parse::parse;
use crate::report::Work;
use crate::total::Running;
use crate::value::Value;

pub(crate) fn run(source: &str, file: &Path, out: &mut Vec<u8>) -> Result<Work, Error> {
    let (mut input, header) = Input::open(file)?;
    let mut record = StringRecord::new();
    let made = Cell::new(0);

    scope!(query);
    let plan = parse(query, source, &header).map_err(|fault| Error::query(source, fault))?;
    let mut groups = Groups::new(query, &plan);
    let mut rows = query.vec();

    while !plan.is_answered(rows.len()) && input.read(&mut record)? {
        // Whatever a row makes is gone at the end of its round, on every road out of it.
        scope!(row in query, name = "row");
        let row = Row::read(row, plan.columns, &record, &made);
        let fault = |fault| input.fault(source, &record, fault);
        if let Some(filter) = &plan.filter
            && !row.eval(filter).map_err(fault)?.is_true()
        {
            continue;
        }
        if plan.is_grouped() {
            groups.add(row).map_err(fault)?;
            continue;
        }
        // The values are copied to where the rows are, text and all; they belong to the row's scope.
        rows.push(keep!(row.eval_all(plan.outputs()).map_err(fault)?, with = rows, copy));
    }

    for group in groups.groups.iter() {
        scope!(row in query, name = "group");
        let totals = row.alloc_iter(group.totals.iter().map(Running::value));
        let row = Row { cx: row, fields: group.key, totals, made: &made };
        let values = row.eval_all(plan.outputs()).map_err(|fault| Error::query(source, fault))?;
        rows.push(keep!(values, with = rows, copy));
    }
    output::write(&plan, &mut rows, out).map_err(Error::write)?;
    Ok(Work { rows: input.rows, made: Some(made.get()) })
}

type Key<'q> = &'q [Value<&'q str>];

/// Keys and running totals live as long as the query, though they come up while a row's scope is open.
struct Groups<'p, 'q> {
    query: MemCx<'q>,
    plan: &'p Query<'q>,
    index: MemMap<'q, Key<'q>, usize>,
    groups: MemVec<'q, Group<'q>>,
}

struct Group<'q> {
    key: Key<'q>,
    totals: MemVec<'q, Running<MemString<'q>>>,
}

impl<'p, 'q> Groups<'p, 'q> {
    fn new(query: MemCx<'q>, plan: &'p Query<'q>) -> Self {
        let mut groups = Groups { query, plan, index: query.map(), groups: query.vec() };
        if plan.is_grouped() && plan.keys.is_empty() {
            // Totals of everything are one row, also where there is nothing.
            groups.open(&[]);
        }
        groups
    }

    fn add<'r>(&mut self, row: Row<'r>) -> Result<(), Fault>
    where
        'q: 'r,
    {
        let key = row.eval_all(self.plan.keys)?;
        let index = match self.index.get(key) {
            Some(&index) => index,
            None => self.open(keep!(key, with = self.query, copy)),
        };
        for (total, running) in self.plan.totals.iter().zip(self.groups[index].totals.iter_mut()) {
            let value = match &total.argument {
                Some(argument) => row.eval(argument)?,
                None => Value::Bool(true),
            };
            let keep = |old: Option<MemString<'q>>, text: &str| {
                let mut kept = old.unwrap_or_else(|| self.query.string());
                kept.clear();
                kept.push_str(text);
                kept
            };
            running.add(value, keep).map_err(|message| Fault::new(total.at, message))?;
        }
        Ok(())
    }

    fn open(&mut self, key: Key<'q>) -> usize {
        let mut totals = self.query.vec();
        totals.extend(self.plan.totals.iter().map(|total| Running::new(total.kind)));
        let index = self.groups.len();
        self.groups.push(Group { key, totals });
        self.index.insert(key, index);
        index
    }
}
