//! A future may hold a scope and its data over `.await` and go to another thread; only the handle may not.

use memscope::{MemBox, keep, pipe, scope, scoped};
use std::future::{Ready, ready};

fn needs_send<T: Send>(value: T) -> T {
    value
}

fn pause() -> Ready<()> {
    ready(())
}

async fn data(text: &str) -> usize {
    scope!(cx);
    let text: &mut str = cx.alloc_str(text);
    pause().await;
    text.make_ascii_uppercase();
    text.len()
}

async fn boxes() -> usize {
    scope!(cx);
    let name: MemBox<'_, String> = cx.boxed(String::from("a name"));
    let adopted: &mut Vec<u8> = cx.adopt(vec![1]);
    cx.defer(|| ());
    pause().await;
    adopted.push(2);
    name.len() + adopted.len()
}

#[scoped(cx, limit = 4096)]
async fn limited() -> u32 {
    let number = cx.alloc(7);
    pause().await;
    *number
}

#[scoped]
async fn kept() -> u32 {
    #[keep(with = {cx})]
    let one = 1;
    let two = keep!(2, with = { cx });
    let three = pipe!(3 | keep _ with { cx } | &mut _);
    pause().await;
    *three += 1;
    *one + *two + *three
}

async fn typed() -> usize {
    scope!(mut names: String);
    names.alloc(String::from("a name"));
    pause().await;
    names.iter_mut().map(|name| name.len()).sum()
}

fn main() {
    drop(needs_send(data("text")));
    drop(needs_send(boxes()));
    drop(needs_send(limited()));
    drop(needs_send(kept()));
    drop(needs_send(typed()));
}
