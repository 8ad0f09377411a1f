//! Everything that holds no handle: what was made in the transaction, what was there before, and what is of nobody.

use memscope::{Family, Keepable, MemBox, MemCx, scope};
use std::cell::Cell;
use std::collections::HashMap;
use std::error::Error;
use std::sync::Arc;

#[derive(Keepable)]
struct Everything<'src, 'mcx> {
    source: &'src str,
    text: &'mcx str,
    list: &'mcx mut [&'mcx str],
    cell: &'mcx mut Cell<&'mcx str>,
    boxed: MemBox<'mcx, Vec<u8>>,
    map: HashMap<&'mcx str, u32>,
    counted: Arc<&'mcx str>,
    later: Box<dyn Fn() -> &'mcx str + Send + Sync + 'mcx>,
    function: fn(&'mcx str) -> MemCx<'mcx>,
    next: Option<&'mcx mut (u32, &'mcx u32)>,
}

struct Plain(u32);

impl Family for Plain {
    type Rest = ();
}

impl<'m> Keepable<'m> for Plain {
    type At = Plain;
}

fn carry<'src: 'cx, 'cx>(cx: MemCx<'cx>, source: &'src str, outer: &'cx u32) -> Option<&'cx str> {
    let all = cx.transaction::<Everything<'src, 'src>, Box<dyn Error>>(|tx, _| {
        let text: &str = tx.alloc_str(source);
        let number: u32 = text.parse()?;
        Ok(Everything {
            source,
            text,
            list: tx.alloc_iter([text, source]),
            cell: tx.alloc(Cell::new(text)),
            boxed: tx.boxed(text.as_bytes().to_vec()),
            map: HashMap::from([(text, number)]),
            counted: Arc::new(text),
            later: Box::new(move || text),
            function: |_| unreachable!(),
            next: Some(tx.alloc((number, outer))),
        })
    });
    let all = all.ok()?;
    assert_eq!((all.source, all.list.len(), all.cell.get()), (source, 2, source));
    assert_eq!((all.map[source], *all.counted, (all.later)()), (all.next?.0, source, source));
    let _function: fn(&'cx str) -> MemCx<'cx> = all.function;
    cx.free(all.boxed);
    Some(all.text)
}

fn main() {
    let source = String::from("17");
    scope!(cx);
    let outer = cx.alloc(1);
    assert_eq!(carry(cx, &source, outer), Some("17"));
    assert_eq!(carry(cx, "seventeen", outer), None);
    let plain = cx.transaction::<Plain, ()>(|tx, _| Ok(Plain(*tx.alloc(5))));
    assert_eq!(plain.unwrap().0, 5);
}
