//! A source is anything that is one: a value, a reference, a temporary, an object.

#![deny(unused)]
#![forbid(unsafe_code)]

use memscope::source::Source;
use memscope::{MemCx, scope, scoped};
use std::future::ready;

struct Service<S> {
    source: S,
}

impl<S: Source> Service<S> {
    #[scoped(from = &self.source, limit = 1 << 20, name = "request")]
    fn handle(&self, request: &str) -> usize {
        cx.alloc_str(request).len()
    }

    fn handle_both(&self, other: &impl Source) -> usize {
        scope!(cx, from = &self.source);
        scope!(tmp in cx);
        scope!(apart, from = other);
        *cx.alloc(1) + *tmp.alloc(2) + *apart.alloc(3)
    }
}

fn by_value(source: impl Source) -> usize {
    scope!(cx, from = source, recycle, inline = 128);
    cx.alloc_str("text").len()
}

fn temporary<S: Source>(source: S) -> usize {
    scope!(cx, from = &(Service { source }).source);
    cx.alloc_str("text").len()
}

fn object(source: &dyn Source) -> usize {
    scope!(cx, from = source => { cx.alloc_str("text").len() })
}

/// The scope ends on another thread than the source was made on.
#[scoped(from = source)]
async fn waits(source: &(impl Source + Sync)) -> usize {
    let text = cx.alloc_str("text").len();
    ready(text).await
}

fn needs_send<T: Send>(value: T) -> T {
    value
}

fn chosen<'s>(cx: MemCx<'_>, first: &'s dyn Source, second: &'s dyn Source) -> usize {
    scope!(tmp, from = if cx.name() == "cx" { first } else { second });
    *tmp.alloc(1)
}

fn all<S: Source + Sync + Copy>(source: S) -> usize {
    let service = Service { source };
    scope!(cx);
    drop(needs_send(waits(&source)));
    let sum = service.handle("request") + service.handle_both(&source) + by_value(source) + temporary(&source);
    sum + object(&source) + chosen(cx, &source, &source)
}

fn main() {
    let _ = all::<&(dyn Source + Sync)>;
}
