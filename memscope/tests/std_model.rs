//! The same operations on a container of std and on one in a scope, chosen at random.

mod vec {
    use memscope::{MemVec, scope};
    use proptest::prelude::*;

    /// What may be done to a vector, in the terms of both.
    #[derive(Clone, Debug)]
    enum Op {
        Push(u16),
        Pop,
        Insert(usize, u16),
        Remove(usize),
        SwapRemove(usize),
        Truncate(usize),
        Extend(Vec<u16>),
        Within(usize, usize),
        Resize(usize),
        Retain(u16),
        Dedup,
        Drain(usize, usize, usize),
        Splice(usize, usize, Vec<u16>),
        SplitOff(usize),
        Reserve(usize),
        Shrink,
        Clone,
        /// Something else is allocated in the scope.
        Value,
        Buffer,
    }

    fn op() -> impl Strategy<Value = Op> {
        let at = || 0..40_usize;
        let some = || prop::collection::vec(any::<u16>(), 0..20);
        prop_oneof![
            4 => any::<u16>().prop_map(Op::Push),
            1 => Just(Op::Pop),
            2 => (at(), any::<u16>()).prop_map(|(i, n)| Op::Insert(i, n)),
            1 => at().prop_map(Op::Remove),
            1 => at().prop_map(Op::SwapRemove),
            1 => at().prop_map(Op::Truncate),
            3 => some().prop_map(Op::Extend),
            1 => (at(), at()).prop_map(|(a, b)| Op::Within(a, b)),
            1 => at().prop_map(Op::Resize),
            1 => (1..5_u16).prop_map(Op::Retain),
            1 => Just(Op::Dedup),
            1 => (at(), at(), 0..5_usize).prop_map(|(a, b, n)| Op::Drain(a, b, n)),
            2 => (at(), at(), some()).prop_map(|(a, b, new)| Op::Splice(a, b, new)),
            1 => at().prop_map(Op::SplitOff),
            1 => at().prop_map(Op::Reserve),
            1 => Just(Op::Shrink),
            1 => Just(Op::Clone),
            2 => Just(Op::Value),
            2 => Just(Op::Buffer),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// The same operations on a `Vec` and on a vector in a scope, where each value is a box, so that one that is lost
        /// or doubled shows.
        #[test]
        fn cx09_does_what_std_does(ops in prop::collection::vec(op(), 0..60)) {
            scope!(cx);
            let mut std: Vec<Box<u16>> = vec![];
            let mut ours: MemVec<'_, Box<u16>> = cx.vec();
            let mut others = vec![];
            for op in ops {
                let len = std.len();
                let range = |a: usize, b: usize| a.min(b).min(len)..a.max(b).min(len);
                match op {
                    Op::Push(n) => (std.push(n.into()), ours.push(n.into())).0,
                    Op::Pop => prop_assert_eq!(std.pop(), ours.pop()),
                    Op::Insert(i, n) => (std.insert(i.min(len), n.into()), ours.insert(i.min(len), n.into())).0,
                    Op::Remove(i) if i < len => prop_assert_eq!(std.remove(i), ours.remove(i)),
                    Op::SwapRemove(i) if i < len => prop_assert_eq!(std.swap_remove(i), ours.swap_remove(i)),
                    Op::Remove(_) | Op::SwapRemove(_) => {}
                    Op::Truncate(n) => (std.truncate(n), ours.truncate(n)).0,
                    Op::Extend(new) => {
                        std.extend(new.iter().copied().map(Box::new));
                        ours.extend(new.into_iter().map(Box::new));
                    }
                    Op::Within(a, b) => (std.extend_from_within(range(a, b)), ours.extend_from_within(range(a, b))).0,
                    Op::Resize(n) => (std.resize(n, 7.into()), ours.resize(n, 7.into())).0,
                    Op::Retain(k) => (std.retain(|n| **n % k != 0), ours.retain(|n| **n % k != 0)).0,
                    Op::Dedup => (std.dedup_by_key(|n| **n / 256), ours.dedup_by_key(|n| **n / 256)).0,
                    Op::Drain(a, b, n) => {
                        let (mut a_, mut b_) = (std.drain(range(a, b)), ours.drain(range(a, b)));
                        for _ in 0..n {
                            prop_assert_eq!(a_.next_back(), b_.next_back());
                        }
                        prop_assert_eq!(a_.next(), b_.next());
                    }
                    Op::Splice(a, b, new) => {
                        let old: Vec<_> = std.splice(range(a, b), new.iter().copied().map(Box::new)).collect();
                        prop_assert!(ours.splice(range(a, b), new.into_iter().map(Box::new)).eq(old));
                    }
                    Op::SplitOff(i) => prop_assert_eq!(std.split_off(i.min(len)), ours.split_off(i.min(len))),
                    Op::Reserve(n) => (std.reserve(n), ours.reserve(n)).0,
                    Op::Shrink => ours.shrink_to_fit(),
                    Op::Clone => ours = ours.clone(),
                    Op::Value => others.push(cx.alloc([0xA5_u8; 24]).as_slice()),
                    Op::Buffer => others.push(cx.alloc_str("\u{25}\u{25}\u{25}").as_bytes()),
                }
                prop_assert_eq!(&std, &ours);
                prop_assert!(ours.capacity() >= ours.len());
            }
            prop_assert!(others.iter().all(|o| o.iter().all(|b| *b == 0xA5 || *b == 0x25)));
            prop_assert!(ours.into_iter().eq(std));
        }
    }
}

mod string {
    use memscope::scope;
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Op {
        Push(char),
        Str(String),
        Pop,
        Insert(usize, String),
        Remove(usize),
        Truncate(usize),
        Retain(u32),
        Drain(usize, usize),
        SplitOff(usize),
        Buffer,
    }

    fn op() -> impl Strategy<Value = Op> {
        let at = || 0..30_usize;
        let some = || "[a-cñ€😀]{0,6}";
        prop_oneof![
            3 => prop::char::any().prop_map(Op::Push),
            3 => some().prop_map(Op::Str),
            1 => Just(Op::Pop),
            2 => (at(), some()).prop_map(|(i, s)| Op::Insert(i, s)),
            1 => at().prop_map(Op::Remove),
            1 => at().prop_map(Op::Truncate),
            1 => (2..5_u32).prop_map(Op::Retain),
            1 => (at(), at()).prop_map(|(a, b)| Op::Drain(a, b)),
            1 => at().prop_map(Op::SplitOff),
            1 => Just(Op::Buffer),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cx09_does_what_std_does(ops in prop::collection::vec(op(), 0..60)) {
            scope!(cx);
            let mut std = String::new();
            let mut ours = cx.string();
            let keep = |c: char, k| !u32::from(c).is_multiple_of(k);
            for op in ops {
                let at = |i: usize| std.floor_char_boundary(i);
                match op {
                    Op::Push(c) => (std.push(c), ours.push(c)).0,
                    Op::Str(s) => (std.push_str(&s), ours.push_str(&s)).0,
                    Op::Pop => prop_assert_eq!(std.pop(), ours.pop()),
                    Op::Insert(i, s) => {
                        let i = at(i);
                        std.insert_str(i, &s);
                        ours.insert_str(i, &s);
                    }
                    Op::Remove(i) if at(i) < std.len() => {
                        let i = at(i);
                        prop_assert_eq!(std.remove(i), ours.remove(i));
                    }
                    Op::Remove(_) => {}
                    Op::Truncate(i) => {
                        let i = at(i);
                        std.truncate(i);
                        ours.truncate(i);
                    }
                    Op::Retain(k) => (std.retain(|c| keep(c, k)), ours.retain(|c| keep(c, k))).0,
                    Op::Drain(a, b) => {
                        let range = at(a.min(b))..at(a.max(b));
                        prop_assert!(ours.drain(range.clone()).eq(std.drain(range)));
                    }
                    Op::SplitOff(i) => {
                        let i = at(i);
                        prop_assert_eq!(std.split_off(i), ours.split_off(i));
                    }
                    Op::Buffer => drop(cx.alloc_str("in the way")),
                }
                prop_assert_eq!(&std, &ours);
            }
        }
    }
}

mod deque {
    use std::collections::VecDeque;

    use memscope::{MemDeque, MemVec, scope};
    use proptest::prelude::*;

    #[derive(Clone, Debug)]
    enum Op {
        Back(u16),
        Front(u16),
        PopBack,
        PopFront,
        Insert(usize, u16),
        Remove(usize),
        SwapRemove(usize),
        Truncate(usize),
        Extend(Vec<u16>),
        Rotate(usize),
        Retain(u16),
        Resize(usize),
        Drain(usize, usize, usize, usize),
        SplitOff(usize),
        Append(usize),
        Contiguous,
        Reserve(usize),
        Shrink,
        Clone,
        ThroughVec,
        /// Something else is allocated in the scope.
        Buffer,
    }

    fn op() -> impl Strategy<Value = Op> {
        let at = || 0..30_usize;
        prop_oneof![
            4 => any::<u16>().prop_map(Op::Back),
            4 => any::<u16>().prop_map(Op::Front),
            2 => Just(Op::PopBack),
            2 => Just(Op::PopFront),
            2 => (at(), any::<u16>()).prop_map(|(i, n)| Op::Insert(i, n)),
            1 => at().prop_map(Op::Remove),
            1 => at().prop_map(Op::SwapRemove),
            1 => at().prop_map(Op::Truncate),
            2 => prop::collection::vec(any::<u16>(), 0..12).prop_map(Op::Extend),
            2 => at().prop_map(Op::Rotate),
            1 => (1..5_u16).prop_map(Op::Retain),
            1 => at().prop_map(Op::Resize),
            3 => (at(), at(), 0..3_usize, 0..3_usize).prop_map(|(a, b, n, m)| Op::Drain(a, b, n, m)),
            1 => at().prop_map(Op::SplitOff),
            1 => at().prop_map(Op::Append),
            1 => Just(Op::Contiguous),
            1 => at().prop_map(Op::Reserve),
            1 => Just(Op::Shrink),
            1 => Just(Op::Clone),
            1 => Just(Op::ThroughVec),
            2 => Just(Op::Buffer),
        ]
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn cx09_does_what_std_does(ops in prop::collection::vec(op(), 0..80)) {
            scope!(cx);
            let mut std: VecDeque<Box<u16>> = VecDeque::new();
            let mut ours: MemDeque<'_, Box<u16>> = cx.deque();
            let mut others = vec![];
            for op in ops {
                let len = std.len();
                match op {
                    Op::Back(n) => (std.push_back(n.into()), ours.push_back(n.into())).0,
                    Op::Front(n) => (std.push_front(n.into()), ours.push_front(n.into())).0,
                    Op::PopBack => prop_assert_eq!(std.pop_back(), ours.pop_back()),
                    Op::PopFront => prop_assert_eq!(std.pop_front(), ours.pop_front()),
                    Op::Insert(i, n) => (std.insert(i.min(len), n.into()), ours.insert(i.min(len), n.into())).0,
                    Op::Remove(i) => prop_assert_eq!(std.remove(i), ours.remove(i)),
                    Op::SwapRemove(i) if i % 2 == 0 => {
                        prop_assert_eq!(std.swap_remove_back(i), ours.swap_remove_back(i));
                    }
                    Op::SwapRemove(i) => prop_assert_eq!(std.swap_remove_front(i), ours.swap_remove_front(i)),
                    Op::Truncate(n) => (std.truncate(n), ours.truncate(n)).0,
                    Op::Extend(new) => {
                        std.extend(new.iter().copied().map(Box::new));
                        ours.extend(new.into_iter().map(Box::new));
                    }
                    Op::Rotate(n) if n % 2 == 0 => (std.rotate_left(n.min(len)), ours.rotate_left(n.min(len))).0,
                    Op::Rotate(n) => (std.rotate_right(n.min(len)), ours.rotate_right(n.min(len))).0,
                    Op::Retain(k) => (std.retain(|n| **n % k != 0), ours.retain(|n| **n % k != 0)).0,
                    Op::Resize(n) => (std.resize(n, 7.into()), ours.resize(n, 7.into())).0,
                    Op::Drain(a, b, n, m) => {
                        let range = a.min(b).min(len)..a.max(b).min(len);
                        let (mut a, mut b) = (std.drain(range.clone()), ours.drain(range));
                        for _ in 0..n {
                            prop_assert_eq!(a.next(), b.next());
                        }
                        for _ in 0..m {
                            prop_assert_eq!(a.next_back(), b.next_back());
                        }
                        prop_assert_eq!(a.len(), b.len());
                    }
                    Op::SplitOff(i) => prop_assert_eq!(ours.split_off(i.min(len)), std.split_off(i.min(len))),
                    Op::Append(n) => {
                        let values = || (0..n as u16).map(Box::new);
                        std.append(&mut values().collect());
                        ours.append(&mut MemDeque::from_iter_in(values(), cx));
                    }
                    Op::Contiguous => prop_assert_eq!(std.make_contiguous(), ours.make_contiguous()),
                    Op::Reserve(n) => (std.reserve(n), ours.reserve(n)).0,
                    Op::Shrink => ours.shrink_to_fit(),
                    Op::Clone => ours = ours.clone(),
                    Op::ThroughVec => ours = MemVec::from(ours).into(),
                    Op::Buffer => others.push(cx.alloc_str("%%%")),
                }
                prop_assert_eq!(&ours, &std);
                prop_assert!(ours.iter().rev().eq(std.iter().rev()) && ours.capacity() >= ours.len());
            }
            prop_assert!(others.iter().all(|text| *text == "%%%"));
            prop_assert!(ours.into_iter().eq(std));
        }
    }
}
