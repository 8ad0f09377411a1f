//! From text to a query, in the query's scope.
//!
//! ```text
//! query := select item, …  [where expr]  [group by expr, …]  [order by expr [asc|desc], …]  [limit n]
//! item  := * | expr [[as] name]
//! expr  := expr or expr | expr and expr | not expr | expr is [not] null | expr (= <> != < <= > >=) expr
//!        | expr || expr | expr (+ - * / %) expr | - expr | ( expr ) | name ( expr, … ) | count ( * )
//!        | column | "column" | 1.5 | 'text' | true | false | null
//! ```

use csv::StringRecord;
use memscope::{MemCx, MemVec};

use crate::ast::{Expr, Item, Node, Order, Query, Total};
use crate::error::{Fault, Span};
use crate::function::Function;
use crate::group;
use crate::operator::{Binary, Unary};
use crate::token::{self, Token};
use crate::total::Kind;
use crate::value::Value;

/// Text and trees are walked by recursion, so their depth must have an end.
const MOST_TERMS: usize = 256;

const RESERVED: [&str; 16] = [
    "select", "where", "group", "order", "by", "limit", "as", "asc", "desc", "and", "or", "not", "is", "null", "true",
    "false",
];

pub(crate) fn parse<'q>(cx: MemCx<'q>, source: &'q str, header: &'q StringRecord) -> Result<Query<'q>, Fault> {
    let (token, at) = token::next(source, 0)?;
    let parser = Parser {
        cx,
        source,
        header,
        token,
        at,
        end: 0,
        terms: 0,
        columns: cx.vec(),
        items: cx.vec(),
        totals: cx.vec(),
        clause: Clause::Select,
    };
    parser.query()
}

/// Where in the query we are: names and totals mean different things in each.
#[derive(Clone, Copy, PartialEq)]
enum Clause {
    Select,
    /// Inside the parentheses of a total.
    Total,
    Where,
    GroupBy,
    OrderBy,
}

struct Parser<'q> {
    cx: MemCx<'q>,
    source: &'q str,
    header: &'q StringRecord,
    /// The word to look at next, and where it stands.
    token: Token<'q>,
    at: Span,
    /// Where the word before it ended.
    end: usize,
    terms: usize,
    columns: MemVec<'q, usize>,
    items: MemVec<'q, Item<'q>>,
    totals: MemVec<'q, Total<'q>>,
    clause: Clause,
}

impl<'q> Parser<'q> {
    fn query(mut self) -> Result<Query<'q>, Fault> {
        self.expect_word("select")?;
        self.items()?;
        let mut filter = None;
        if self.accept_word("where")? {
            self.clause = Clause::Where;
            filter = Some(self.expr()?);
        }
        let mut keys = self.cx.vec();
        if self.accept_word("group")? {
            self.expect_word("by")?;
            self.clause = Clause::GroupBy;
            keys.push(self.expr()?);
            while self.accept(",")? {
                keys.push(self.expr()?);
            }
        }
        let mut order = self.cx.vec();
        if self.accept_word("order")? {
            self.expect_word("by")?;
            self.clause = Clause::OrderBy;
            order.push(self.order()?);
            while self.accept(",")? {
                order.push(self.order()?);
            }
        }
        let limit = if self.accept_word("limit")? { Some(self.limit()?) } else { None };
        if self.token != Token::End {
            return Err(self.unexpected("the end of the query"));
        }
        let mut query = Query {
            columns: self.columns.into_slice(),
            items: self.items.into_slice(),
            filter,
            totals: self.totals.into_slice(),
            keys: keys.into_slice(),
            order: order.into_slice(),
            limit,
        };
        if query.is_grouped() {
            group::regroup(self.cx, &mut query, self.source)?;
        }
        Ok(query)
    }

    fn items(&mut self) -> Result<(), Fault> {
        loop {
            let at = self.at;
            if self.accept("*")? {
                for (column, name) in self.header.iter().enumerate() {
                    let expr = Expr { at, node: self.field(column) };
                    self.items.push(Item { name, expr });
                }
            } else {
                let expr = self.expr()?;
                let name = self.alias()?.unwrap_or(&self.source[expr.at.start..expr.at.end]);
                self.items.push(Item { name, expr });
            }
            if !self.accept(",")? {
                return Ok(());
            }
        }
    }

    fn alias(&mut self) -> Result<Option<&'q str>, Fault> {
        let expected = self.accept_word("as")?;
        match self.token {
            Token::Quoted(name) => self.advance().map(|()| Some(name)),
            Token::Word(name) if !is_reserved(name) => self.advance().map(|()| Some(name)),
            _ if expected => Err(self.unexpected("a name")),
            _ => Ok(None),
        }
    }

    fn order(&mut self) -> Result<Order<'q>, Fault> {
        let expr = self.expr()?;
        let descending = self.accept_word("desc")?;
        if !descending {
            self.accept_word("asc")?;
        }
        Ok(Order { expr, descending })
    }

    fn limit(&mut self) -> Result<usize, Fault> {
        match self.token {
            Token::Number(n) if n.fract() == 0.0 => self.advance().map(|()| n as usize),
            _ => Err(self.unexpected("a number of rows")),
        }
    }

    fn expr(&mut self) -> Result<Expr<'q>, Fault> {
        self.binary(0)
    }

    /// Takes operators as long as they are at least that strong.
    fn binary(&mut self, least: u8) -> Result<Expr<'q>, Fault> {
        let mut left = self.prefix()?;
        loop {
            let node = if least <= Binary::COMPARISON && self.accept_word("is")? {
                let op = if self.accept_word("not")? { Unary::IsNotNull } else { Unary::IsNull };
                self.expect_word("null")?;
                Node::Unary(op, self.cx.alloc(left))
            } else if least < Binary::Plus.strength() && self.token == Token::Symbol("||") {
                // The whole chain is one call, and its text is built once.
                let mut parts = self.cx.vec();
                parts.push(left);
                while self.accept("||")? {
                    parts.push(self.binary(Binary::Plus.strength())?);
                }
                Node::Call(Function::Concat, parts.into_slice())
            } else if let Some(op) = self.operator().filter(|op| op.strength() >= least) {
                self.advance()?;
                let right = self.binary(op.strength() + 1)?;
                Node::Binary(op, self.cx.alloc(left), self.cx.alloc(right))
            } else {
                return Ok(left);
            };
            left = Expr { at: self.since(left.at), node };
        }
    }

    fn operator(&self) -> Option<Binary> {
        let (Token::Word(text) | Token::Symbol(text)) = self.token else { return None };
        Binary::ALL.iter().find(|(symbol, _)| symbol.eq_ignore_ascii_case(text)).map(|&(_, op)| op)
    }

    fn prefix(&mut self) -> Result<Expr<'q>, Fault> {
        let at = self.at;
        self.terms += 1;
        if self.terms > MOST_TERMS {
            return Err(Fault::new(at, format!("a query may have {MOST_TERMS} terms, and this one has more")));
        }
        let node = if self.accept("-")? {
            let operand = self.prefix()?;
            Node::Unary(Unary::Minus, self.cx.alloc(operand))
        } else if self.accept_word("not")? {
            let operand = self.binary(Binary::COMPARISON)?;
            Node::Unary(Unary::Not, self.cx.alloc(operand))
        } else {
            self.primary()?
        };
        Ok(Expr { at: self.since(at), node })
    }

    fn primary(&mut self) -> Result<Node<'q>, Fault> {
        let (token, at) = (self.token, self.at);
        let literal = match token {
            Token::Number(n) => Value::number(n),
            Token::Text(text) if text.contains('\'') => Value::Text(&*self.cx.alloc_str(&text.replace("''", "'"))),
            Token::Text(text) => Value::Text(text),
            Token::Word(word) if word.eq_ignore_ascii_case("null") => Value::Null,
            Token::Word(word) if word.eq_ignore_ascii_case("true") => Value::Bool(true),
            Token::Word(word) if word.eq_ignore_ascii_case("false") => Value::Bool(false),
            Token::Symbol("(") => {
                self.advance()?;
                let inner = self.expr()?;
                self.expect(")")?;
                return Ok(inner.node);
            }
            Token::Word(name) if !is_reserved(name) => {
                self.advance()?;
                return if self.accept("(")? { self.call(name, at) } else { self.name(name, at) };
            }
            Token::Quoted(name) => {
                self.advance()?;
                return self.name(name, at);
            }
            _ => return Err(self.unexpected("an expression")),
        };
        self.advance()?;
        Ok(Node::Literal(literal))
    }

    /// After the opening parenthesis.
    fn call(&mut self, name: &str, at: Span) -> Result<Node<'q>, Fault> {
        if let Some(kind) = Kind::named(name) {
            return self.total(kind, at);
        }
        let Some(function) = Function::named(name) else {
            let known: Vec<&str> = Kind::ALL.iter().map(|row| row.0).chain(Function::names()).collect();
            return Err(Fault::new(at, format!("no function is called `{name}`"))
                .help(format!("the functions are {}", known.join(", "))));
        };
        let mut arguments = self.cx.vec();
        if !self.accept(")")? {
            arguments.push(self.expr()?);
            while self.accept(",")? {
                arguments.push(self.expr()?);
            }
            self.expect(")")?;
        }
        match function.refuse(arguments.len()) {
            Some(message) => Err(Fault::new(self.since(at), message)),
            None => Ok(Node::Call(function, arguments.into_slice())),
        }
    }

    fn total(&mut self, kind: Kind, at: Span) -> Result<Node<'q>, Fault> {
        let place = match self.clause {
            Clause::Select | Clause::OrderBy => None,
            Clause::Total => Some("inside another one"),
            Clause::Where => Some("in `where`, which sees one row"),
            Clause::GroupBy => Some("in `group by`, which sees one row"),
        };
        if let Some(place) = place {
            return Err(Fault::new(at, format!("a total cannot stand {place}")));
        }
        let argument = if kind == Kind::Count && self.accept("*")? {
            None
        } else {
            let clause = std::mem::replace(&mut self.clause, Clause::Total);
            let argument = self.expr()?;
            self.clause = clause;
            Some(argument)
        };
        self.expect(")")?;
        let same = |total: &Total<'_>| total.kind == kind && total.argument == argument;
        let index = self.totals.iter().position(same).unwrap_or(self.totals.len());
        if index == self.totals.len() {
            self.totals.push(Total { kind, argument, at: self.since(at) });
        }
        Ok(Node::Total(index))
    }

    /// A column or the name of an item. As in SQL, `order by` looks at the items first, `group by` at the columns.
    fn name(&mut self, name: &str, at: Span) -> Result<Node<'q>, Fault> {
        let item = self.items.iter().find(|item| item.name == name).map(|item| item.expr.node);
        let column = self.header.iter().position(|column| column == name).map(|column| self.field(column));
        let found = match self.clause {
            Clause::OrderBy => item.or(column),
            Clause::GroupBy => column.or(item),
            _ => column,
        };
        found.ok_or_else(|| {
            let columns: Vec<&str> = self.header.iter().collect();
            Fault::new(at, format!("no column is called `{name}`"))
                .help(format!("the columns are {}", columns.join(", ")))
        })
    }

    /// Only the columns that somebody names are read from the rows.
    fn field(&mut self, column: usize) -> Node<'q> {
        let index = self.columns.iter().position(|known| *known == column).unwrap_or(self.columns.len());
        if index == self.columns.len() {
            self.columns.push(column);
        }
        Node::Field(index)
    }

    fn advance(&mut self) -> Result<(), Fault> {
        self.end = self.at.end;
        (self.token, self.at) = token::next(self.source, self.end)?;
        Ok(())
    }

    fn accept(&mut self, symbol: &'static str) -> Result<bool, Fault> {
        let found = self.token == Token::Symbol(symbol);
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn expect(&mut self, symbol: &'static str) -> Result<(), Fault> {
        if self.accept(symbol)? { Ok(()) } else { Err(self.unexpected(&format!("`{symbol}`"))) }
    }

    fn accept_word(&mut self, word: &str) -> Result<bool, Fault> {
        let found = matches!(self.token, Token::Word(found) if found.eq_ignore_ascii_case(word));
        if found {
            self.advance()?;
        }
        Ok(found)
    }

    fn expect_word(&mut self, word: &str) -> Result<(), Fault> {
        if self.accept_word(word)? { Ok(()) } else { Err(self.unexpected(&format!("`{word}`"))) }
    }

    fn since(&self, start: Span) -> Span {
        Span { start: start.start, end: self.end }
    }

    fn unexpected(&self, expected: &str) -> Fault {
        let found = match self.token {
            Token::End => "the query ends".to_owned(),
            _ => format!("found `{}`", &self.source[self.at.start..self.at.end]),
        };
        Fault::new(self.at, format!("expected {expected}, {found}"))
    }
}

fn is_reserved(word: &str) -> bool {
    RESERVED.iter().any(|reserved| reserved.eq_ignore_ascii_case(word))
}
