//! `slab!(nodes in cx)`: expressions whose links are four bytes, and need no bounds check. `slab-expanded.rs` shows what the
//! macro stands for.

use std::collections::HashMap;

use memscope::{Idx, MemSlab, scope, slab};

/// Twelve bytes: a tag, and operands that are indices of the slab in which it is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Node<'s> {
    Number(u32),
    Operation(char, Idx<'s, Node<'s>>, Idx<'s, Node<'s>>),
}

/// Expressions in reverse Polish notation, in which what is written twice is there once.
struct Expressions<'s> {
    nodes: MemSlab<'s, Node<'s>>,
    known: HashMap<Node<'s>, Idx<'s, Node<'s>>>,
}

impl<'s> Expressions<'s> {
    fn add(&mut self, node: Node<'s>) -> Idx<'s, Node<'s>> {
        *self.known.entry(node).or_insert_with(|| self.nodes.push(node))
    }

    fn parse(&mut self, text: &str) -> Option<Idx<'s, Node<'s>>> {
        let mut stack = Vec::new();
        for word in text.split(' ') {
            let node = match word.parse() {
                Ok(number) => Node::Number(number),
                Err(_) => {
                    let (right, left) = (stack.pop()?, stack.pop()?);
                    Node::Operation(word.chars().next()?, left, right)
                }
            };
            stack.push(self.add(node));
        }
        stack.pop()
    }

    /// Operands stand before what uses them, so one pass is enough, however deep the tree is.
    fn values(&self) -> Vec<u32> {
        let mut values: Vec<u32> = Vec::with_capacity(self.nodes.len());
        for node in &self.nodes {
            values.push(match *node {
                Node::Number(number) => number,
                Node::Operation(operator, left, right) => {
                    let (left, right) = (values[left.to_usize()], values[right.to_usize()]);
                    match operator {
                        '+' => left + right,
                        '*' => left * right,
                        _ => left.abs_diff(right),
                    }
                }
            });
        }
        values
    }

    /// No index needs a check: it is of this slab, which never becomes shorter.
    fn show(&self, at: Idx<'s, Node<'s>>) -> String {
        match self.nodes[at] {
            Node::Number(number) => number.to_string(),
            Node::Operation(operator, left, right) => format!("({} {operator} {})", self.show(left), self.show(right)),
        }
    }
}

fn main() {
    scope!(cx);
    slab!(nodes in cx);
    let mut expressions = Expressions { nodes, known: HashMap::new() };
    let roots = ["2 3 + 2 3 + *", "2 3 + 7 -", "1 2 * 3 *"].map(|text| expressions.parse(text));
    let values = expressions.values();
    for root in roots.into_iter().flatten() {
        println!("{} = {}", expressions.show(root), values[root.to_usize()]);
    }
    println!("{} nodes of {} bytes", expressions.nodes.len(), size_of::<Node<'_>>());
}
