//! A graph with cycles, changed in place: which packages a build needs, and in what order.
//!
//! ```sh
//! cargo run --example graph -- app
//! ```
//!
//! Nodes are plain references, so that any may know any other. Each is a cell, and the scope's one key opens all of them: as
//! `&key` to look at the graph, as `&mut key` to change it. No `Rc`, no `RefCell`, no index, no `unsafe`; and the machine
//! code is that of plain references.

use memscope::{MemCell, MemCx, MemKey, MemVec, scope};

const PACKAGES: &str = "\
app: web log
web: http json
http: net log
json: text
net: log
text:
log: text trace
trace: log
";

/// A node of the graph of one scope: the type says of which.
type Node<'g> = &'g MemCell<'g, Package<'g>>;

struct Package<'g> {
    name: &'g str,
    needs: &'g [Node<'g>],
    state: State,
    /// How many packages need it.
    users: u32,
}

#[derive(Clone, Copy, PartialEq)]
enum State {
    New,
    /// What it needs is being built.
    Open,
    Built,
}

/// All nodes first, then the edges between them.
fn read<'g>(cx: MemCx<'g>, key: &mut MemKey<'g>, text: &'g str) -> &'g [Node<'g>] {
    let lines = || text.lines().filter_map(|line| line.split_once(':'));
    let nodes: &[Node<'_>] = cx.alloc_iter(
        lines().map(|(name, _)| &*cx.alloc(MemCell::new(Package { name, needs: &[], state: State::New, users: 0 }))),
    );
    for (node, (_, names)) in nodes.iter().zip(lines()) {
        let needs = cx.alloc_iter(names.split_whitespace().filter_map(|name| find(nodes, name, key)));
        for need in needs.iter() {
            need.get_mut(key).users += 1;
        }
        node.get_mut(key).needs = needs;
    }
    nodes
}

fn find<'g>(nodes: &[Node<'g>], name: &str, key: &MemKey<'g>) -> Option<Node<'g>> {
    nodes.iter().copied().find(|node| node.get(key).name == name)
}

/// Puts what a package needs into `order`, and then the package. An edge that closes a cycle is cut.
fn build<'g>(cx: MemCx<'g>, key: &mut MemKey<'g>, node: Node<'g>, order: &mut MemVec<'g, Node<'g>>) {
    node.get_mut(key).state = State::Open;
    // The slice is a copy of the reference: what it leads to can be changed meanwhile.
    for need in node.get(key).needs {
        match need.get(key).state {
            State::New => build(cx, key, need, order),
            State::Open => cut(cx, key, node, need),
            State::Built => {}
        }
    }
    node.get_mut(key).state = State::Built;
    order.push(node);
}

fn cut<'g>(cx: MemCx<'g>, key: &mut MemKey<'g>, from: Node<'g>, to: Node<'g>) {
    // A package may need itself; then there is one cell and not two.
    if let Ok((from, to)) = key.get_disjoint_mut((from, to)) {
        println!("{} needs {} in a circle", from.name, to.name);
        to.users -= 1;
    }
    let needs = from.get(key).needs.iter().copied().filter(|need| !std::ptr::eq(*need, to));
    from.get_mut(key).needs = cx.alloc_iter(needs);
}

fn main() {
    scope!(cx, key = k);
    let graph = read(cx, &mut k, PACKAGES);
    let wanted = std::env::args().nth(1);
    let Some(root) = find(graph, wanted.as_deref().unwrap_or("app"), &k) else {
        eprintln!("there is no such package");
        std::process::exit(2);
    };
    let mut order = cx.vec();
    build(cx, &mut k, root, &mut order);
    for node in order.iter() {
        let Package { name, needs, users, .. } = node.get(&k);
        let needs: &[&str] = cx.alloc_iter(needs.iter().map(|need| need.get(&k).name));
        println!("{name} {needs:?}, needed by {users}");
    }
}
