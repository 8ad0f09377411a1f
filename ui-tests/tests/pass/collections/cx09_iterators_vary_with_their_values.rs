//! What only gives values out is as covariant as std's.

use memscope::deque::{Drain, IntoIter, Iter};
use memscope::MemDeque;

fn iter<'d, 'short, 'long: 'short>(values: Iter<'d, &'long u8>) -> Iter<'d, &'short u8> {
    values
}

fn queue<'m, 'short, 'long: 'short>(values: MemDeque<'m, &'long u8>) -> MemDeque<'m, &'short u8> {
    values
}

fn drain<'d, 'm, 'short, 'long: 'short>(values: Drain<'d, 'm, &'long u8>) -> Drain<'d, 'm, &'short u8> {
    values
}

fn into_iter<'m, 'short, 'long: 'short>(values: IntoIter<'m, &'long u8>) -> IntoIter<'m, &'short u8> {
    values
}

fn send<T: Send + Sync>() {}

fn main() {
    let _ = (iter, queue, drain, into_iter);
    send::<Iter<'_, u8>>();
    send::<memscope::deque::IterMut<'_, u8>>();
    send::<memscope::Symbol<'_>>();
}
