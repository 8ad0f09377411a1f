//! Who keeps whom in a body: nobody may wait for itself.

use proc_macro2::{Ident, Span};
use std::collections::HashSet;
use std::mem;

/// One `#[keep(with = …)] let …`.
pub(super) struct Node {
    /// Where its attribute stands.
    pub(super) at: Span,
    /// What its pattern binds.
    pub(super) binds: Vec<Ident>,
    pub(super) keepers: Vec<Edge>,
}

/// A variable that keeps a value.
pub(super) struct Edge {
    pub(super) name: Ident,
    /// Whether the name occurs before. Then it may be another variable than the one that is bound later.
    pub(super) known: bool,
}

/// Keeps that wait for one another, each for the next, and the last for the first; each with the variable it is known by.
pub(super) struct Cycle<'a>(Vec<(usize, &'a Ident)>);

impl Cycle<'_> {
    /// Its keeps, as indices.
    pub(super) fn nodes(&self) -> impl Iterator<Item = usize> {
        self.0.iter().map(|(node, _)| *node)
    }

    pub(super) fn message(&self, handle: &Ident) -> String {
        let advice = format!("as in `#[keep(with = {handle})]`");
        let names: Vec<_> = self.0.iter().map(|(_, name)| name).collect();
        match names.as_slice() {
            [] => unreachable!("a cycle has a keep"),
            [name] => format!("`{name}` is kept with itself; keep it with a scope, {advice}"),
            [first, second, rest @ ..] => {
                let mut chain = format!("`{first}` is kept with `{second}`");
                let mut names = [second].into_iter().chain(rest).chain([first]).peekable();
                while let (Some(name), Some(next)) = (names.next(), names.peek()) {
                    let and = if next == &first { "and " } else { "" };
                    chain.push_str(&format!(", {and}`{name}` with `{next}`"));
                }
                let (none, all) = if rest.is_empty() { ("neither", "both") } else { ("none", "all of them") };
                format!("{chain}: {none} can be made first; keep {all} with one scope, {advice}")
            }
        }
    }

    /// Where its last attribute stands.
    pub(super) fn at(&self, nodes: &[Node]) -> Span {
        self.nodes().max().map_or_else(Span::call_site, |node| nodes[node].at)
    }
}

/// The cycles, none of which has a keep in common with another.
pub(super) fn cycles(nodes: &[Node]) -> Vec<Cycle<'_>> {
    let mut search = Search { nodes, path: Vec::new(), seen: vec![false; nodes.len()], cycles: Vec::new() };
    for (index, node) in nodes.iter().enumerate() {
        if let Some(name) = node.binds.first() {
            search.visit(index, name);
        }
    }
    search.cycles
}

struct Search<'a> {
    nodes: &'a [Node],
    /// The keeps from where the search began, each with the variable that led to it.
    path: Vec<(usize, &'a Ident)>,
    seen: Vec<bool>,
    cycles: Vec<Cycle<'a>>,
}

impl<'a> Search<'a> {
    fn visit(&mut self, node: usize, name: &'a Ident) {
        if let Some(start) = self.path.iter().position(|(met, _)| *met == node) {
            let mut cycle = self.path[start..].to_vec();
            cycle[0].1 = name;
            let told: HashSet<_> = self.cycles.iter().flat_map(Cycle::nodes).collect();
            if !cycle.iter().any(|(node, _)| told.contains(node)) {
                // It is told from its first keep on.
                let first = (0..cycle.len()).min_by_key(|i| cycle[*i].0).unwrap_or(0);
                cycle.rotate_left(first);
                self.cycles.push(Cycle(cycle));
            }
            return;
        }
        if mem::replace(&mut self.seen[node], true) {
            return;
        }
        self.path.push((node, name));
        for edge in &self.nodes[node].keepers {
            if let Some(keeper) = self.keeper(node, edge) {
                self.visit(keeper, &edge.name);
            }
        }
        self.path.pop();
    }

    /// The keep whose variable an edge means: the last one before, or, if its name does not occur there, the next one.
    fn keeper(&self, node: usize, edge: &Edge) -> Option<usize> {
        let binds = |index: &usize| self.nodes[*index].binds.contains(&edge.name);
        if edge.known { (0..node).rev().find(binds) } else { (node..self.nodes.len()).find(binds) }
    }
}
