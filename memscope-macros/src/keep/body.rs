//! The keeps of a body, found among its raw tokens.

use super::arguments::{self, Keep};
use super::graph::{self, Cycle, Edge, Node};
use super::statement::Statement;
use super::{Keeps, result};
use crate::errors::Errors;
use crate::walk;
use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use std::collections::HashSet;
use syn::parse::Parser;
use syn::{Attribute, Signature};

/// Rewrites the body of a function. Its keeps may not wait for one another.
pub(super) fn of_function(
    keeps: &Keeps,
    sig: &Signature,
    handle: &Ident,
    tokens: TokenStream,
    errors: &mut Errors,
) -> TokenStream {
    let mut met = HashSet::from([handle.to_string()]);
    meet(sig.inputs.to_token_stream(), &mut met);
    let mut untold = Errors::default();
    let mut reading = Walk { keeps, errors: &mut untold, met: met.clone(), nodes: Vec::new(), cyclic: HashSet::new() };
    reading.tokens(tokens.clone());
    let nodes = reading.nodes;
    let cycles = graph::cycles(&nodes);
    for cycle in &cycles {
        errors.push(cycle.at(&nodes), cycle.message(handle));
    }
    let cyclic = cycles.iter().flat_map(Cycle::nodes).collect();
    Walk { keeps, errors, met, nodes: Vec::new(), cyclic }.tokens(tokens)
}

/// Rewrites a block. It may see variables that the macro does not, hence no keep is known to wait for a later one.
pub(super) fn of_block(keeps: &Keeps, tokens: TokenStream, errors: &mut Errors) -> TokenStream {
    Walk { keeps, errors, met: HashSet::new(), nodes: Vec::new(), cyclic: HashSet::new() }.tokens(tokens)
}

struct Walk<'a> {
    keeps: &'a Keeps,
    errors: &'a mut Errors,
    /// The names that occur before the place where the walk is.
    met: HashSet<String>,
    nodes: Vec<Node>,
    /// Which of the nodes are on a cycle.
    cyclic: HashSet<usize>,
}

impl Walk<'_> {
    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        let trees: Vec<_> = tokens.into_iter().collect();
        let mut rest = trees.as_slice();
        let mut rewritten = TokenStream::new();
        let mut before = None;
        while !rest.is_empty() {
            let taken = self.next(before, rest, &mut rewritten);
            before = rest[..taken].last();
            rest = &rest[taken..];
        }
        rewritten
    }

    /// Rewrites what `rest` begins with, and returns how many trees that is.
    fn next(&mut self, before: Option<&TokenTree>, rest: &[TokenTree], rewritten: &mut TokenStream) -> usize {
        let attributes = walk::attributes(rest);
        if attributes > 0 {
            return self.attributed(before, attributes, rest, rewritten);
        }
        let opaque = opaque(rest);
        if opaque > 0 {
            self.copy(&rest[..opaque], rewritten);
            return opaque;
        }
        match rest {
            [TokenTree::Ident(name), bang, TokenTree::Group(arguments), ..]
                if name == "keep" && walk::is_punct(bang, '!') =>
            {
                let stream = self.with_result(arguments.stream());
                rewritten.extend(rest[..2].iter().cloned());
                rewritten.extend([self.group(&with_stream(arguments, stream))]);
                3
            }
            // Of a pipe, which is a macro of its own.
            [keep, value, with, keepers, ..]
                if walk::is_ident(keep, "keep")
                    && walk::is_ident(value, "_")
                    && walk::is_ident(with, "with")
                    && walk::holds(keepers.to_token_stream(), "return") =>
            {
                self.copy(&rest[..3], rewritten);
                let and = Punct::new('&', Spacing::Alone);
                // By reference, as to the pipe the name itself could be that of its own result.
                rewritten.extend(walk::is_ident(keepers, "return").then_some(TokenTree::from(and)));
                rewritten.extend(self.keepers(keepers));
                4
            }
            [TokenTree::Group(group), ..] => {
                rewritten.extend([self.group(group)]);
                1
            }
            _ => {
                self.copy(&rest[..1], rewritten);
                1
            }
        }
    }

    fn copy(&mut self, trees: &[TokenTree], rewritten: &mut TokenStream) {
        meet(trees.iter().cloned().collect(), &mut self.met);
        rewritten.extend(trees.iter().cloned());
    }

    fn group(&mut self, group: &Group) -> TokenTree {
        if !walk::holds(group.stream(), "keep") {
            meet(group.stream(), &mut self.met);
            return group.clone().into();
        }
        let stream = self.tokens(group.stream());
        with_stream(group, stream).into()
    }

    /// The arguments of `keep!`, where `with = return` means what it means in `#[keep]`.
    fn with_result(&mut self, tokens: TokenStream) -> TokenStream {
        let trees: Vec<_> = tokens.into_iter().collect();
        let is_keepers = |i: usize| {
            matches!(trees[..i], [.., ref key, ref equals]
                if (walk::is_ident(key, "with") || walk::is_ident(key, "using")) && walk::is_punct(equals, '='))
        };
        let with_result = |(i, tree)| if is_keepers(i) { self.keepers(tree) } else { tree.to_token_stream() };
        trees.iter().enumerate().map(with_result).collect()
    }

    /// What follows `with` or `using`: `return`, or several, of which one is.
    fn keepers(&mut self, keepers: &TokenTree) -> TokenStream {
        match keepers {
            TokenTree::Ident(word) if word == "return" => self.result(word.span()),
            TokenTree::Group(group) if group.delimiter() == Delimiter::Parenthesis => {
                let trees: Vec<_> = group.stream().into_iter().collect();
                let ends = |tree: Option<&TokenTree>| tree.is_none_or(|tree| walk::is_punct(tree, ','));
                let is_keeper = |i: usize| ends(trees[..i].last()) && ends(trees.get(i + 1));
                let keeper = |(i, tree)| if is_keeper(i) { self.keepers(tree) } else { tree.to_token_stream() };
                let stream = trees.iter().enumerate().map(keeper).collect();
                TokenTree::from(with_stream(group, stream)).into()
            }
            other => other.to_token_stream(),
        }
    }

    /// The handle for which the `return` at that place stands.
    fn result(&mut self, at: Span) -> TokenStream {
        match self.keeps.returned.mistake() {
            None => result::name(at).into_token_stream(),
            Some(mistake) => {
                self.errors.push(at, mistake);
                let krate = self.keeps.krate(at);
                quote_spanned!(at=> ::core::option::Option::<#krate::MemCx<'_>>::None.unwrap())
            }
        }
    }

    /// What begins with attributes, of which one may be ours.
    fn attributed(
        &mut self,
        before: Option<&TokenTree>,
        attributes: usize,
        rest: &[TokenTree],
        rewritten: &mut TokenStream,
    ) -> usize {
        let (written, rest) = rest.split_at(attributes);
        let parsed = Attribute::parse_outer.parse2(written.iter().cloned().collect());
        let is_keep = |attr: &Attribute| {
            let krate = self.keeps.krate.as_ref();
            arguments::is_keep(attr, krate) || arguments::conditional_keep(attr, krate).is_some()
        };
        let Some(mut attrs) = parsed.ok().filter(|attrs| attrs.iter().any(is_keep)) else {
            self.copy(written, rewritten);
            return attributes;
        };
        let is_item = walk::is_item(rest);
        if is_item && attrs.iter().any(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "scoped")) {
            // The keep of that function, for that macro.
            self.copy(written, rewritten);
            return attributes;
        }
        let Some((at, keep)) = self.keeps.taken(&mut attrs, self.errors) else { return attributes };
        rewritten.extend(quote!(#(#attrs)*));
        match rest {
            [first, ..] if walk::is_ident(first, "let") && !before.is_some_and(is_in_condition) => {}
            // That there is nothing is for rustc to say.
            [] => return attributes,
            _ => {
                self.errors.push(at, refusal(rest, is_item));
                return attributes;
            }
        }
        let length = rest.iter().position(|tree| walk::is_punct(tree, ';')).map_or(rest.len(), |end| end + 1);
        let written: TokenStream = rest[..length].iter().cloned().collect();
        rewritten.extend(match Statement::read(written.clone()) {
            Some(statement) => self.statement(keep, at, statement),
            // What is wrong with it is for rustc to say.
            None => self.tokens(written),
        });
        attributes + length
    }

    fn statement(&mut self, keep: Keep, at: Span, mut statement: Statement) -> TokenStream {
        let edge = |name: &Ident| Edge { name: name.clone(), known: self.met.contains(&name.to_string()) };
        let keepers = keep.keepers().into_iter().map(edge).collect();
        let keep = if self.cyclic.contains(&self.nodes.len()) { Keep::Refused } else { keep };
        self.nodes.push(Node { at, binds: statement.names(), keepers });
        statement.value = self.tokens(statement.value);
        statement.otherwise = self.tokens(statement.otherwise);
        meet(statement.pat.to_token_stream(), &mut self.met);
        statement.kept(self.keeps, &keep, self.errors)
    }
}

/// Adds the names that occur at any depth; those of lifetimes are none.
fn meet(tokens: TokenStream, met: &mut HashSet<String>) {
    let mut quoted = false;
    for tree in tokens {
        match &tree {
            TokenTree::Group(group) => meet(group.stream(), met),
            TokenTree::Ident(name) if !quoted => drop(met.insert(name.to_string())),
            _ => {}
        }
        quoted = walk::is_punct(&tree, '\'');
    }
}

fn with_stream(group: &Group, stream: TokenStream) -> Group {
    let mut with_stream = Group::new(group.delimiter(), stream);
    with_stream.set_span(group.span());
    with_stream
}

/// How many of the leading trees are none of this body's: an item, a macro's rules, a scope with a result of its own; or
/// a lifetime, which may be called like the keyword of an item.
fn opaque(trees: &[TokenTree]) -> usize {
    match trees {
        [quote, TokenTree::Ident(_), ..] if walk::is_punct(quote, '\'') => 2,
        [TokenTree::Ident(name), bang, TokenTree::Ident(_), TokenTree::Group(_), ..]
            if name == "macro_rules" && walk::is_punct(bang, '!') =>
        {
            4
        }
        [TokenTree::Ident(name), bang, TokenTree::Group(scope), ..]
            if name == "scope" && walk::is_punct(bang, '!') && has_result(scope.stream()) =>
        {
            3
        }
        _ => walk::item(trees),
    }
}

/// Whether a scope's header says what its body returns.
fn has_result(scope: TokenStream) -> bool {
    let trees: Vec<_> = scope.into_iter().collect();
    let arrow = |from: char| {
        trees.windows(2).position(move |pair| walk::is_punct(&pair[0], from) && walk::is_punct(&pair[1], '>'))
    };
    arrow('-').is_some_and(|result| arrow('=').is_some_and(|body| result < body))
}

/// Why what follows the attribute is no value to keep.
fn refusal(rest: &[TokenTree], is_item: bool) -> String {
    match rest {
        _ if is_item => {
            "`#[keep]` is for values; an item is there for ever, and a function has `#[scoped]` before it".to_owned()
        }
        [name, after @ ..] if is_made(name, after) => format!(
            "`{name}` is made already, and where it is it stays, for something may point to it; \
            put the attribute on its `let`, which makes it where it is kept"
        ),
        [first, ..] if walk::is_ident(first, "let") => {
            "`#[keep]` is for a `let` of its own; in a condition write `let … = keep!(value, with = x)`".to_owned()
        }
        [TokenTree::Ident(word), ..] if word == "if" || word == "while" || word == "match" || word == "for" => format!(
            "`#[keep]` is for a `let`; keep the value by a `let` before the `{word}`, or inside, where it is made"
        ),
        _ => "`#[keep]` is for a `let`; in an expression write `keep!(value, with = x)`".to_owned(),
    }
}

/// Whether a `let` after this is a condition, or a part of one.
fn is_in_condition(before: &TokenTree) -> bool {
    walk::is_ident(before, "if") || walk::is_ident(before, "while") || walk::is_punct(before, '&')
}

/// Whether it is a variable and nothing else, or assigned to.
fn is_made(name: &TokenTree, after: &[TokenTree]) -> bool {
    let is_variable = syn::parse2::<Ident>(name.to_token_stream()).is_ok();
    is_variable
        && match after {
            [] => true,
            [equals, next, ..] if walk::is_punct(equals, '=') => {
                !walk::is_punct(next, '=') && !walk::is_punct(next, '>')
            }
            [end, ..] => walk::is_punct(end, ';'),
        }
}
