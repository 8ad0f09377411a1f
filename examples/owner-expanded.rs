//! `owner.rs` with `#[scoped]` and the derives written out, simplified: in the expansion every path is absolute.

use std::fmt;
use std::sync::mpsc;
use std::thread;

use memscope::__private::{Site, kept_result};
use memscope::{At, Covariant, Family, Keepable, Kept, MemCx};

/// An outline: each line is a title, and those indented below it are its parts.
// #[derive(Keepable, Covariant)]
struct Outline<'mcx> {
    title: &'mcx str,
    parts: &'mcx [Outline<'mcx>],
}

/// What stays when the lifetime is exchanged: nothing else is borrowed.
impl Family for Outline<'_> {
    type Rest = ();
}

/// The type, with another lifetime in its place.
impl<'m> Keepable<'m> for Outline<'_> {
    type At = Outline<'m>;
}

/// The body compiles because the type is covariant: that is the proof.
impl Covariant for Outline<'_> {
    fn shorten<'r, 'short, 'long: 'short>(root: &'r At<'long, Self>) -> &'r At<'short, Self>
    where
        Self: 'long,
    {
        root
    }
}

#[derive(Debug)]
struct NoTitle {
    line: usize,
}

/// The owner of the tree and of its memory. The body sees the memory as `cx`; after `?` it is freed.
// #[scoped]
// fn parse(text: &str) -> Result<Kept<Outline<'mcx>>, NoTitle>
fn parse(text: &str) -> Result<Kept<Outline<'static>>, NoTitle> {
    // The body is a closure that takes a handle of any lifetime: no local of the function can get into the owner.
    kept_result::<Outline<'static>, _>(const { &Site::new("cx", file!(), line!()) }, move |cx| {
        // The tree's own copy of the text: it borrows nothing from the caller.
        let text = &*cx.alloc_str(text);
        let mut lines = text.lines().enumerate().peekable();
        let (_, title) = lines.next().ok_or(NoTitle { line: 1 })?;
        Ok(Outline { title, parts: parts(cx, &mut lines, 1)? })
    })
}

fn parts<'mcx>(
    cx: MemCx<'mcx>,
    lines: &mut std::iter::Peekable<impl Iterator<Item = (usize, &'mcx str)>>,
    depth: usize,
) -> Result<&'mcx [Outline<'mcx>], NoTitle> {
    let mut parts = cx.vec();
    while let Some((n, line)) = lines.next_if(|(_, line)| line.len() - line.trim_start().len() >= 2 * depth) {
        let title = line.trim();
        if title.is_empty() {
            return Err(NoTitle { line: n + 1 });
        }
        parts.push(Outline { title, parts: self::parts(cx, lines, depth + 1)? });
    }
    Ok(parts.into_slice())
}

impl fmt::Display for Outline<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.title)?;
        if let [first, others @ ..] = self.parts {
            write!(f, " ({first}")?;
            for part in others {
                write!(f, ", {part}")?;
            }
            write!(f, ")")?;
        }
        Ok(())
    }
}

const DOCUMENTS: [&str; 3] =
    ["Memory\n  Scopes\n    Brand\n    Engine\n  Keep", "Plants\n  Trees\n    Oak\n  Ferns", "Empty\n  \n"];

fn main() {
    let (send, receive) = mpsc::channel();
    let parser = thread::spawn(move || {
        for text in DOCUMENTS {
            // Two words go through the channel; the tree stays where it is.
            send.send(parse(text)).expect("a receiver");
        }
    });
    for document in receive {
        match document {
            Ok(outline) => println!("{outline} has {} parts", outline.get().parts.len()),
            Err(NoTitle { line }) => println!("no title in line {line}"),
        }
    }
    parser.join().expect("the parser does not panic");
}
