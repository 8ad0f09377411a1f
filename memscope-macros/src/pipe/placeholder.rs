//! Which `_` of a stage is the value: each that stands where an expression may, in the arguments of macros too.
//!
//! The `_` of patterns, types, lifetimes and inferred lengths stay what they are in Rust.

use crate::walk;
use proc_macro2::{Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Attribute, Block, Expr, ExprAssign, ExprConst, ExprInfer, ExprMacro, ExprRepeat, GenericArgument, Ident, Item,
    Macro, Pat, Result, Stmt, StmtMacro, Token, Type,
};

/// Where the value stands in a stage.
pub(super) struct Found {
    pub(super) places: Vec<Span>,
    /// A macro with a `_` in arguments that are no expressions.
    pub(super) unread: Option<Ident>,
}

pub(super) fn find(expr: &Expr) -> Found {
    let mut places = Vec::new();
    let unread = fill(&mut expr.clone(), |placeholder| {
        places.push(placeholder.underscore_token.span);
        Expr::Infer(placeholder)
    });
    Found { places, unread }
}

/// Puts `place` where the value stands; tells the macro that could not be looked into.
pub(super) fn fill(expr: &mut Expr, place: impl FnMut(ExprInfer) -> Expr) -> Option<Ident> {
    let mut filler = Filler { place, filled: 0, unread: None };
    filler.visit_expr_mut(expr);
    filler.unread
}

struct Filler<F> {
    place: F,
    filled: usize,
    unread: Option<Ident>,
}

impl<F: FnMut(ExprInfer) -> Expr> VisitMut for Filler<F> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Infer(placeholder) = expr {
            *expr = (self.place)(placeholder.clone());
            self.filled += 1;
        } else {
            visit_mut::visit_expr_mut(self, expr);
        }
    }

    fn visit_expr_assign_mut(&mut self, assign: &mut ExprAssign) {
        self.assignee(&mut assign.left);
        self.visit_expr_mut(&mut assign.right);
    }

    fn visit_expr_repeat_mut(&mut self, repeat: &mut ExprRepeat) {
        self.visit_expr_mut(&mut repeat.expr);
    }

    fn visit_expr_macro_mut(&mut self, expr: &mut ExprMacro) {
        self.arguments(&mut expr.mac);
    }

    fn visit_stmt_macro_mut(&mut self, stmt: &mut StmtMacro) {
        self.arguments(&mut stmt.mac);
    }

    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if let Pat::Guard(guarded) = pat {
            self.visit_expr_mut(&mut guarded.guard);
        }
    }

    // What cannot name a local.
    fn visit_attribute_mut(&mut self, _: &mut Attribute) {}
    fn visit_expr_const_mut(&mut self, _: &mut ExprConst) {}
    fn visit_generic_argument_mut(&mut self, _: &mut GenericArgument) {}
    fn visit_item_mut(&mut self, _: &mut Item) {}
    fn visit_type_mut(&mut self, _: &mut Type) {}
}

impl<F: FnMut(ExprInfer) -> Expr> Filler<F> {
    /// The left side of `=`, where `_` ignores what is assigned to it; `_.field = x` is a place all the same.
    fn assignee(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Infer(_) => {}
            Expr::Array(array) => array.elems.iter_mut().for_each(|element| self.assignee(element)),
            Expr::Call(call) => call.args.iter_mut().for_each(|argument| self.assignee(argument)),
            Expr::Group(group) => self.assignee(&mut group.expr),
            Expr::Paren(paren) => self.assignee(&mut paren.expr),
            Expr::Struct(object) => object.fields.iter_mut().for_each(|field| self.assignee(&mut field.expr)),
            Expr::Tuple(tuple) => tuple.elems.iter_mut().for_each(|element| self.assignee(element)),
            place => self.visit_expr_mut(place),
        }
    }

    /// What a macro takes as expressions or statements; its tokens stay as they are if no `_` is among them.
    fn arguments(&mut self, mac: &mut Macro) {
        let Some(name) = super::last(&mac.path) else { return };
        let read = match name.to_string().as_str() {
            // The rest are patterns.
            "matches" | "assert_matches" | "debug_assert_matches" => first_argument,
            // The `_` of its other stages are its own.
            "pipe" => first_stage,
            _ => all_arguments,
        };
        let before = self.filled;
        match read.parse2(mac.tokens.clone()) {
            Ok((mut arguments, rest)) => {
                match &mut arguments {
                    Arguments::List(list) => list.iter_mut().for_each(|(expr, _)| self.visit_expr_mut(expr)),
                    Arguments::Statements(stmts) => stmts.iter_mut().for_each(|stmt| self.visit_stmt_mut(stmt)),
                }
                if self.filled > before {
                    mac.tokens = quote!(#arguments #rest);
                }
            }
            Err(_) if walk::holds(mac.tokens.clone(), "_") => self.unread = Some(name.clone()),
            Err(_) => {}
        }
    }
}

enum Arguments {
    /// With what follows each: `,` or `;`, as in `vec![value; length]`.
    List(Vec<(Expr, Option<TokenTree>)>),
    Statements(Vec<Stmt>),
}

impl ToTokens for Arguments {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        match self {
            Self::List(list) => list.iter().for_each(|(expr, separator)| tokens.extend(quote!(#expr #separator))),
            Self::Statements(stmts) => stmts.iter().for_each(|stmt| stmt.to_tokens(tokens)),
        }
    }
}

fn all_arguments(input: ParseStream<'_>) -> Result<(Arguments, TokenStream)> {
    let tokens: TokenStream = input.parse()?;
    let list = list.parse2(tokens.clone()).map(Arguments::List);
    let arguments = list.or_else(|_| Block::parse_within.parse2(tokens).map(Arguments::Statements))?;
    Ok((arguments, TokenStream::new()))
}

fn list(input: ParseStream<'_>) -> Result<Vec<(Expr, Option<TokenTree>)>> {
    let mut list = Vec::new();
    let mut ended = input.is_empty();
    while !ended {
        let expr = input.parse()?;
        let separator = if input.peek(Token![,]) || input.peek(Token![;]) { Some(input.parse()?) } else { None };
        ended = input.is_empty() || separator.is_none();
        list.push((expr, separator));
    }
    Ok(list)
}

fn first_argument(input: ParseStream<'_>) -> Result<(Arguments, TokenStream)> {
    let first = (input.parse()?, None);
    Ok((Arguments::List(vec![first]), input.parse()?))
}

fn first_stage(input: ParseStream<'_>) -> Result<(Arguments, TokenStream)> {
    let mut stage = Vec::new();
    while !input.is_empty() && !input.peek(Token![|]) {
        stage.push(input.parse::<TokenTree>()?);
    }
    let stmts = Block::parse_within.parse2(stage.into_iter().collect())?;
    Ok((Arguments::Statements(stmts), input.parse()?))
}
