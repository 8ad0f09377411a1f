use memscope::{Keepable, Kept, MemCell, MemKey, scope};

#[derive(Keepable)]
struct Graph<'mcx> {
    node: &'mcx MemCell<'mcx, u8>,
    key: MemKey<'mcx>,
}

fn main() {
    let graph = || {
        let graph = scope!(cx, key = k -> Kept<Graph<'mcx>> => {
            Graph { node: cx.alloc(MemCell::new(1)), key: k }
        });
        Box::leak(Box::new(graph))
    };
    // Inside, both lifetimes are `'static`.
    graph().with_mut(|one, _| {
        graph().with_mut(|two, _| {
            let (read, changed) = (one.node.get(&one.key), one.node.get_mut(&mut two.key));
            *changed += 1;
            println!("{read}");
        });
    });
}
