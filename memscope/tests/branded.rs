//! `Branded`: owners whose root has the key of its cells, or a slab.

mod common;

use std::cell::{Cell, RefCell};
use std::sync::{Arc, Mutex, RwLock};
use std::thread;

use common::{Log, Loud, balanced, panic_text, with_chunks};
use memscope::{
    AllocError, Branded, Carried, Idx, Keepable, Kept, MemBox, MemCell, MemCx, MemKey, MemSlab, NewSlab, ThinSlab,
    scope, slab, trim,
};

type Link<'m> = Option<&'m MemCell<'m, Node<'m>>>;

struct Node<'m> {
    value: u64,
    before: Link<'m>,
    after: Link<'m>,
}

/// A list that knows its key: what reads takes `&self`, what changes `&mut self`.
#[derive(Keepable)]
struct List<'m> {
    key: MemKey<'m>,
    first: Link<'m>,
    last: Link<'m>,
}

impl<'m> List<'m> {
    fn new(key: MemKey<'m>) -> Self {
        Self { key, first: None, last: None }
    }

    fn try_push(&mut self, cx: MemCx<'m>, value: u64) -> Result<(), AllocError> {
        let node = Some(&*cx.try_alloc(MemCell::new(Node { value, before: self.last, after: None }))?);
        match self.last {
            Some(last) => last.get_mut(&mut self.key).after = node,
            None => self.first = node,
        }
        self.last = node;
        Ok(())
    }

    fn add_to_all(&mut self, n: u64) {
        let mut at = self.first;
        while let Some(node) = at {
            let node = node.get_mut(&mut self.key);
            node.value += n;
            at = node.after;
        }
    }

    fn values(&self) -> Vec<u64> {
        let nodes = std::iter::successors(self.first, |node| node.get(&self.key).after);
        nodes.map(|node| node.get(&self.key).value).collect()
    }

    fn backwards(&self) -> Vec<u64> {
        let nodes = std::iter::successors(self.last, |node| node.get(&self.key).before);
        nodes.map(|node| node.get(&self.key).value).collect()
    }
}

fn list(values: impl IntoIterator<Item = u64>) -> Branded<List<'static>> {
    let built = Branded::try_new(|own| {
        let mut list = List::new(own.key);
        values.into_iter().try_for_each(|value| list.try_push(own.cx, value))?;
        Ok::<_, AllocError>(list)
    });
    built.unwrap()
}

#[test]
fn nx02_a_graph_of_cells_is_built_returned_changed_and_sent() {
    let mut numbers = list(1..=3);
    assert_eq!(size_of_val(&numbers), size_of::<Kept<List<'static>>>());
    numbers.with_mut(|list, cx| list.try_push(cx, 4)).unwrap();
    numbers.with_mut(|list, _| list.add_to_all(10));
    let sent = thread::spawn(move || {
        numbers.with_mut(|list, cx| (0..1000).try_for_each(|n| list.try_push(cx, n))).unwrap();
        numbers
    });
    let numbers = sent.join().unwrap();
    let (there, mut back) = numbers.with(|list| (list.values(), list.backwards()));
    back.reverse();
    assert_eq!((&there[..4], there.len(), there == back), (&[11, 12, 13, 14][..], 1004, true));
}

#[test]
fn nx02_threads_read_an_owner_together_and_change_it_in_turns() {
    let numbers = Arc::new(RwLock::new(list(0..100)));
    let threads: Vec<_> = (0..4)
        .map(|n| {
            let numbers = numbers.clone();
            thread::spawn(move || {
                numbers.write().unwrap().with_mut(|list, _| list.add_to_all(n));
                numbers.read().unwrap().with(|list| list.values().len())
            })
        })
        .collect();
    threads.into_iter().for_each(|thread| assert_eq!(thread.join().unwrap(), 100));
    let numbers = numbers.read().unwrap();
    let sums = thread::scope(|threads| {
        let sum = || numbers.with(|list| list.values().into_iter().sum::<u64>());
        [threads.spawn(sum), threads.spawn(sum)].map(|sum| sum.join().unwrap())
    });
    assert_eq!(sums, [4950 + 600; 2]);
}

#[test]
fn nx02_two_leaked_owners_are_two() {
    let [one, two] = [1, 2].map(|n| Box::leak(Box::new(list([n]))));
    one.with_mut(|one, cx| {
        two.with_mut(|two, other| {
            one.try_push(cx, two.values()[0]).unwrap();
            two.try_push(other, one.values()[0]).unwrap();
        });
    });
    assert_eq!((one.with(|list| list.values()), two.with(|list| list.values())), (vec![1, 2], vec![2, 1]));
    for list in [one, two] {
        // SAFETY: a box that was leaked above; nothing else refers to it any more.
        drop(unsafe { Box::from_raw(list) });
    }
}

/// A key that is handed out and put back: there is none for whoever looks meanwhile.
#[test]
fn nx02_of_two_looks_at_a_root_one_has_the_key() {
    #[derive(Keepable)]
    struct Lent<'m> {
        key: Cell<Option<MemKey<'m>>>,
        cell: &'m MemCell<'m, u32>,
    }

    let lent = Branded::<Lent<'static>>::new(|own| Lent {
        key: Cell::new(Some(own.key)),
        cell: own.cx.alloc(MemCell::new(1)),
    });
    lent.with(|one| {
        let mut key = one.key.take().unwrap();
        let value = one.cell.get_mut(&mut key);
        lent.with(|two| assert!(two.key.take().is_none()));
        *value += 1;
        one.key.set(Some(key));
    });
    assert_eq!(lent.with(|root| root.key.take().map(|key| *root.cell.get(&key))), Some(2));
    assert_eq!(lent.with(|root| root.key.take().map(|key| *root.cell.get(&key))), None);
}

/// The key may stand in the memory, and be borrowed for ever: what it opened stays open, and nothing else is opened.
#[test]
fn nx02_a_key_that_is_borrowed_for_ever() {
    #[derive(Keepable)]
    struct Open<'m> {
        value: &'m mut u32,
        cell: &'m MemCell<'m, u32>,
    }

    let mut open = Branded::<Open<'static>>::new(|own| {
        let cell = &*own.cx.alloc(MemCell::new(1));
        Open { value: cell.get_mut(own.cx.alloc(own.key)), cell }
    });
    open.with_mut(|open, _| *open.value += 1);
    assert_eq!(open.with(|open| (*open.value, open.cell.as_ptr().cast_const() == &raw const *open.value)), (2, true));
}

#[test]
fn nx02_a_root_with_a_destructor_sees_its_cells() {
    #[derive(Keepable)]
    struct Noisy<'m> {
        log: Log,
        list: List<'m>,
        _loud: MemBox<'m, Loud>,
    }

    impl Drop for Noisy<'_> {
        fn drop(&mut self) {
            self.list.add_to_all(10);
            self.list.values().iter().for_each(|value| self.log.note(*value as u32));
        }
    }

    fn noisy(log: &Log) -> Branded<Noisy<'static>> {
        Branded::new(|own| {
            let mut list = List::new(own.key);
            list.try_push(own.cx, 1).unwrap();
            own.cx.adopt(log.loud(3));
            Noisy { log: log.clone(), list, _loud: own.cx.boxed(log.loud(2)) }
        })
    }

    balanced(|| {
        let log = Log::default();
        drop(noisy(&log));
        assert_eq!(log.take(), [11, 2, 3]);
        let mut owner = noisy(&log);
        let text = panic_text(|| {
            owner.with_mut(|root, cx| {
                root.list.try_push(cx, 5).unwrap();
                panic!("half way");
            })
        });
        assert_eq!((&*text, owner.with(|root| root.list.values())), ("half way", vec![1, 5]));
        panic_text(|| owner.with(|_| panic!("reading")));
        drop(owner);
        assert_eq!(log.take(), [11, 15, 2, 3]);
        let text = panic_text(|| {
            Branded::<List<'static>>::new(|own| {
                own.cx.adopt(log.loud(4));
                panic!("building");
            })
        });
        assert_eq!((&*text, log.take()), ("building", vec![4]));
    });
}

#[test]
fn nx02_memory_that_cannot_be_had_is_an_error_at_every_step() {
    balanced(|| {
        let build = || {
            Branded::<List<'static>>::try_new(|own| {
                let mut list = List::new(own.key);
                (0..400).try_for_each(|n| list.try_push(own.cx, n))?;
                Ok::<_, AllocError>(list)
            })
        };
        let refused = (0..).take_while(|chunks| {
            trim();
            with_chunks(*chunks, build).inspect_err(|error| assert!(error.to_string().contains("Branded"))).is_err()
        });
        assert!(refused.count() > 2);
        trim();
        let text = panic_text(|| with_chunks(0, || Branded::<List<'static>>::new(|own| List::new(own.key))));
        assert!(text.contains("Branded"), "{text}");
        trim();
    });
    let refused = Branded::<List<'static>>::try_new(|_| Err(Failure));
    assert!(refused.is_err());
}

struct Failure;

impl From<AllocError> for Failure {
    fn from(_: AllocError) -> Self {
        Self
    }
}

/// Cells of owners and transactions become cells of the owner into whose memory they go.
#[test]
fn nx02_what_comes_into_the_memory_opens_with_the_owners_key() {
    #[derive(Keepable, Carried)]
    struct Part<'m>(&'m MemCell<'m, u32>);

    #[derive(Keepable)]
    struct All<'m>(MemKey<'m>, [Part<'m>; 3]);

    let part = thread::spawn(|| Kept::<Part<'static>>::new(|cx| Part(cx.alloc(MemCell::new(1))))).join().unwrap();
    let mut all = Branded::<All<'static>>::new(|mut own| {
        let part = part.into_scope(own.cx);
        let made = own.cx.transaction::<Part<'static>, ()>(|tx, _| Ok(Part(tx.alloc(MemCell::new(2)))));
        let gone = own.cx.transaction::<Part<'static>, _>(|tx, _| {
            part.0.set(&mut own.key, 7);
            Err(tx.alloc_slice_default::<u8>(10_000).len())
        });
        assert_eq!(gone.err(), Some(10_000));
        let [made, last] = [made.unwrap(), Part(own.cx.alloc(MemCell::new(3)))];
        All(own.key, [part, made, last])
    });
    let sum = all.with_mut(|All(key, parts), _| {
        let (a, b, c) = key.get_disjoint_mut((parts[0].0, parts[1].0, parts[2].0)).unwrap();
        *a += *b + *c;
        *a
    });
    assert_eq!(sum, 12);
}

/// A tree whose links are indices.
#[derive(Keepable)]
struct Tree<'m> {
    nodes: ThinSlab<'m, Branch<'m>>,
    top: Idx<'m, Branch<'m>>,
}

struct Branch<'m> {
    name: &'m str,
    below: Vec<Idx<'m, Branch<'m>>>,
}

impl<'m> Tree<'m> {
    fn text(&self, at: Idx<'m, Branch<'m>>) -> String {
        let Branch { name, below } = &self.nodes[at];
        let below: Vec<_> = below.iter().map(|at| self.text(*at)).collect();
        if below.is_empty() { (*name).into() } else { format!("{name}({})", below.join(" ")) }
    }
}

fn tree(text: &str) -> Branded<Tree<'static>> {
    Branded::new(|own| {
        let mut nodes = own.slab.open();
        let mut words = text.split(' ').map(|name| Branch { name: own.cx.alloc_str(name), below: vec![] });
        let top = nodes.push(words.next().unwrap());
        for word in words {
            let at = nodes.push(word);
            nodes[top].below.push(at);
        }
        Tree { nodes: nodes.into_thin(), top }
    })
}

#[test]
fn nx02_a_tree_in_a_slab_is_built_returned_changed_and_sent() {
    let mut ast = tree("a b c");
    assert_eq!(ast.with(|tree| tree.text(tree.top)), "a(b c)");
    let sent = thread::spawn(move || {
        ast.with_mut(|tree, cx| {
            let last = tree.nodes.indices().next_back().unwrap();
            for n in 0..1000 {
                let at = tree.nodes.push(cx, Branch { name: cx.alloc_fmt(format_args!("{n}")), below: vec![] });
                if n % 500 == 0 {
                    tree.nodes[last].below.push(at);
                }
            }
        });
        ast
    });
    let ast = sent.join().unwrap();
    assert_eq!(ast.with(|tree| tree.text(tree.top)), "a(b c(0 500))");
    assert_eq!(ast.with(|tree| tree.nodes.len()), 1003);
}

#[test]
fn nx02_a_thin_slab_is_two_words_and_does_what_a_slab_does() {
    #[derive(Keepable)]
    struct Numbers<'m>(ThinSlab<'m, u64>);

    assert_eq!(size_of::<ThinSlab<'_, String>>(), size_of::<usize>() + 8);
    let mut numbers = Branded::<Numbers<'static>>::new(|own| Numbers(own.slab.open().into_thin()));
    numbers.with_mut(|Numbers(slab), cx| {
        slab.reserve(cx, 10);
        slab.try_reserve(cx, 20).unwrap();
        assert!(slab.is_empty() && slab.capacity() >= 20);
        slab.extend(cx, 1..3);
        slab.try_extend(cx, 3..5).unwrap();
        let at = slab.try_push(cx, 5).unwrap();
        slab[at] *= 2;
        for n in &mut *slab {
            *n += 1;
        }
        assert!(slab.try_reserve(cx, usize::MAX).is_err());
    });
    numbers.with(|Numbers(slab)| {
        assert_eq!(format!("{slab:?}"), "{Idx(0): 2, Idx(1): 3, Idx(2): 4, Idx(3): 5, Idx(4): 11}");
        assert_eq!(slab.into_iter().sum::<u64>(), 25);
    });
}

#[test]
fn nx02_values_of_a_thin_slab_are_dropped_once() {
    #[derive(Keepable)]
    struct Noise<'m>(ThinSlab<'m, Loud>);

    balanced(|| {
        let log = Log::default();
        let mut owner = Branded::<Noise<'static>>::new(|own| {
            let mut slab = own.slab.open();
            slab.push(log.loud(1));
            Noise(slab.into_thin())
        });
        owner.with_mut(|Noise(slab), cx| slab.extend(cx, (2..6).map(|id| log.loud(id))));
        assert_eq!(log.take(), []);
        drop(owner);
        assert_eq!(log.take(), [1, 2, 3, 4, 5]);
    });
}

/// What a slab is made of, and a slab with its handle, may wait in the root; the owner then stays on its thread.
#[test]
fn nx02_a_slab_that_is_opened_later() {
    #[derive(Keepable)]
    struct Later<'m> {
        new: Cell<Option<NewSlab<'m, 'm>>>,
        open: RefCell<Option<MemSlab<'m, u32>>>,
        kept: Cell<Option<Idx<'m, u32>>>,
    }

    balanced(|| {
        let later = Branded::<Later<'static>>::new(|own| Later {
            new: Cell::new(Some(own.slab)),
            open: RefCell::default(),
            kept: Cell::new(None),
        });
        later.with(|one| {
            let mut slab = one.new.take().unwrap().open();
            later.with(|two| assert!(two.new.take().is_none() && two.open.borrow().is_none()));
            one.kept.set(Some(slab.push(7)));
            one.open.replace(Some(slab));
        });
        later.with(|root| root.open.borrow_mut().as_mut().unwrap().extend(0..1000));
        assert_eq!(later.with(|root| root.open.borrow().as_ref().unwrap()[root.kept.get().unwrap()]), 7);
    });
}

/// The brand of the owner is not that of a slab or scope inside.
#[test]
fn nx02_slabs_and_scopes_in_the_memory_of_an_owner() {
    let mut ast = tree("a");
    let count = ast.with_mut(|tree, cx| {
        slab!(mut seen: bool in cx);
        seen.extend(tree.nodes.iter().map(|_| false));
        scope!(tmp in cx, key = k);
        let cell = tmp.alloc(MemCell::new(seen.len()));
        *cell.get_mut(&mut k) += tree.nodes.len();
        *cell.get(&k)
    });
    assert_eq!(count, 2);
}

#[test]
fn nx02_an_owner_is_shown_by_its_root() {
    #[derive(Debug, Keepable)]
    #[allow(dead_code)]
    struct Root<'m>(MemKey<'m>, Option<&'m MemCell<'m, u8>>);

    let owner = Branded::<Root<'static>>::new(|own| {
        assert!(format!("{own:?}").contains("key: MemKey"));
        Root(own.key, None)
    });
    assert_eq!(format!("{owner:?}"), "Root(MemKey, None)");
}

/// A lock may hold the key, so that threads that share the owner change it.
#[test]
fn nx02_a_key_in_a_lock() {
    #[derive(Keepable)]
    struct Locked<'m>(Mutex<MemKey<'m>>, &'m MemCell<'m, u32>);

    let locked = Branded::<Locked<'static>>::new(|own| Locked(Mutex::new(own.key), own.cx.alloc(MemCell::new(0))));
    thread::scope(|threads| {
        for _ in 0..4 {
            threads.spawn(|| {
                (0..100).for_each(|_| locked.with(|Locked(key, cell)| *cell.get_mut(&mut key.lock().unwrap()) += 1));
            });
        }
    });
    assert_eq!(locked.with(|Locked(key, cell)| *cell.get(&key.lock().unwrap())), 400);
}
