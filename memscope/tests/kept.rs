//! Owners: a region and the value built in it, as one movable value.

mod common;

use std::marker::PhantomData;

use memscope::{At, Covariant, Family, Keepable, Kept, MemVec};

/// What `#[derive(Keepable, Covariant)]` writes, by hand.
struct Doc<'src, 'mcx, T> {
    title: &'src str,
    words: &'mcx [&'mcx str],
    tag: &'mcx T,
    next: Option<&'mcx Doc<'src, 'mcx, T>>,
}

impl<'src, T> Family for Doc<'src, '_, T> {
    type Rest = (&'src (), PhantomData<T>);
}

impl<'m, 'src, T> Keepable<'m> for Doc<'src, '_, T> {
    type At = Doc<'src, 'm, T>;
}

impl<'src, T> Covariant for Doc<'src, '_, T> {
    fn shorten<'r, 'short, 'long: 'short>(root: &'r At<'long, Self>) -> &'r At<'short, Self>
    where
        Self: 'long,
    {
        root
    }
}

fn doc<'src, T: Copy>(text: &'src str, tag: T) -> Kept<Doc<'src, 'src, T>>
where
    T: 'src,
{
    Kept::new(|cx| {
        let text_in = &*cx.alloc_str(text);
        let words = &*cx.alloc_iter(text_in.split(' '));
        let tag = &*cx.alloc(tag);
        let next = Doc { title: text, words: &words[1..], tag, next: None };
        Doc { title: text, words, tag, next: Some(cx.alloc(next)) }
    })
}

#[test]
fn kp05_an_owner_moves_with_its_memory() {
    let text = String::from("to be or not to be");
    let docs: Vec<_> = (0..50).map(|i| doc(&text, i)).collect();
    let boxed = Box::new(docs);
    let docs = *boxed;
    for (i, doc) in docs.iter().enumerate() {
        let root = doc.get();
        assert_eq!((root.title, root.words.len(), *root.tag), (&*text, 6, i));
        assert_eq!(root.next.unwrap().words[0], "be");
    }
}

#[test]
fn kp05_an_owner_goes_to_another_thread() {
    let text = String::from("one two");
    let kept = doc(&text, 7_u8);
    let kept = std::thread::scope(|threads| {
        threads.spawn(move || (kept.with(|doc| doc.words[1].len()), kept).1).join().unwrap()
    });
    assert_eq!(kept.get().words, ["one", "two"]);
}

#[test]
fn kp05_the_root_can_be_changed_and_built_on() {
    struct Log<'mcx>(MemVec<'mcx, &'mcx str>);
    impl Family for Log<'_> {
        type Rest = ();
    }

    impl<'m> Keepable<'m> for Log<'_> {
        type At = Log<'m>;
    }
    let mut log: Kept<Log<'static>> = Kept::new(|cx| Log(cx.vec()));
    for i in 0..1000 {
        log.with_mut(|log, cx| log.0.push(cx.alloc_fmt(format_args!("line {i}"))));
    }
    assert_eq!(log.with(|log| log.0.len()), 1000);
    let last = log.with(|log| *log.0.last().unwrap());
    assert_eq!(last, "line 999");
    let joined: Kept<&'static str> = log.map(|log, cx| &*cx.alloc_str(&log.0.join(";")));
    assert!(joined.ends_with("line 998;line 999"));
    assert_eq!(joined.consume(|text, _| text.split(';').count()), 1000);
}
