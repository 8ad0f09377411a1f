//! What owners ask of the heap, and what they do when it has nothing.

mod common;

use std::thread;

use common::{Log, Loud, balanced, measure, panic_text, usage, with_chunks, without_heap};
use memscope::{AllocError, Keepable, Kept, MemBox, MemCx, MemVec, format_in, trim};

/// What an owner with a small root holds, in bytes.
const SMALL: isize = 2048 - 16;

#[test]
fn kp05_memory_that_cannot_be_had_is_an_error_at_every_step() {
    #[derive(Keepable)]
    #[allow(dead_code)]
    struct Large<'mcx>([u64; 1 << 10], MemBox<'mcx, Loud>);

    balanced(|| {
        let log = Log::default();
        let large = |cx: MemCx<'_>, log: &Log| -> Result<(), AllocError> {
            cx.try_alloc_slice_default::<u64>(1000)?;
            cx.try_adopt(log.loud(1))?;
            Ok(())
        };
        let mut attempts = 0;
        let kept = loop {
            trim();
            let kept = with_chunks(attempts, || {
                Kept::<Large<'static>>::try_new(|cx| -> Result<_, AllocError> {
                    large(cx, &log)?;
                    Ok(Large([3; 1 << 10], cx.try_boxed(log.loud(2))?))
                })
            });
            match kept {
                Ok(kept) => break kept,
                Err(error) => assert!(error.to_string().contains("Kept")),
            }
            // Whatever was made is dropped: the root before what was adopted.
            let dropped = log.take();
            assert!([&[][..], &[1], &[2, 1]].contains(&&dropped[..]), "{dropped:?}");
            attempts += 1;
        };
        assert!(attempts >= 3, "{attempts} attempts");
        // No memory for the new root: the new one and the old one are gone.
        let mapped = with_chunks(0, || {
            kept.try_map::<Large<'static>, AllocError>(|root, cx| {
                while cx.try_alloc([0_u8; 512]).is_ok() {}
                Ok(root)
            })
        });
        assert!(mapped.is_err());
        assert_eq!(log.take(), [2, 1]);
        trim();
        let text = with_chunks(0, || panic_text(|| Kept::<&'static str>::new(|_| unreachable!())));
        assert!(text.contains("Kept"), "{text}");

        let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("root"));
        without_heap(|| {
            assert!(kept.try_keep([1; 100]).is_err());
            assert!(memscope::try_keep_with(&kept, 1).is_err());
        });
        assert_eq!(*kept.keep(7), 7);
    });
}

#[test]
fn kp05_an_owner_takes_no_chunk_that_is_larger_than_it_needs() {
    balanced(|| {
        // The thread's cache has a chunk of every size up to 1 MiB.
        memscope::with_scope(|cx| {
            for _ in 0..2000 {
                cx.alloc([0_u8; 1000]);
            }
        });
        let before = usage().chunk_bytes;
        let mut owners: Vec<Kept<&'static str>> = Vec::new();
        for _ in 0..100 {
            owners.push(Kept::new(|cx| &*cx.alloc_str("small")));
        }
        // One found a chunk of its size in the cache.
        let held = usage().chunk_bytes - before;
        assert!(held <= 100 * SMALL, "{held} bytes");
        // Growing, they take what they would ask the heap for.
        let mut owner: Kept<MemVec<'static, u64>> = Kept::new(|cx| cx.vec());
        owner.with_mut(|list, cx| {
            for i in 0..100 {
                list.push(i);
                cx.alloc([i; 4]);
            }
        });
        let held = owner.with(|list| list.len());
        assert_eq!(held, 100);
        trim();
        let held = usage().chunk_bytes - before;
        drop(owners);
        drop(owner);
        trim();
        assert!(held < 100 * SMALL + 40_000, "{held} bytes");
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn kp05_ten_thousand_owners_ask_the_heap_for_one() {
    balanced(|| {
        let round = || drop(Kept::<&'static str>::new(|cx| &*cx.alloc_str("round")));
        round();
        let (_, used) = measure(|| (0..10_000).for_each(|_| round()));
        assert_eq!((used.requests, used.held), (0, 0));
        // The same where large chunks fill the thread's cache.
        memscope::with_scope(|cx| (0..6000).for_each(|i| cx.alloc([i; 100])[0] = 0));
        round();
        let (_, used) = measure(|| (0..10_000).for_each(|_| round()));
        assert_eq!((used.requests, used.held), (0, 0));
        // And beside scopes that take the most recent chunk and grow.
        let mixed = || {
            round();
            memscope::with_scope(|cx| cx.alloc_slice_default::<u64>(1000).len());
            round();
        };
        (0..10).for_each(|_| mixed());
        let (_, used) = measure(|| (0..1000).for_each(|_| mixed()));
        assert_eq!((used.requests, used.held), (0, 0));
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn kp05_many_owners_cost_two_kibibytes_each() {
    balanced(|| {
        let mut owners = Vec::with_capacity(1000);
        let (_, used) = measure(|| {
            for i in 0..1000 {
                owners.push(Kept::<&'static str>::new(|cx| format_in!(cx, "owner {i}")));
            }
        });
        assert_eq!((used.requests, used.chunk_bytes), (1000, 1000 * SMALL));
        assert_eq!(&*owners[999], "owner 999");
    });
}

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn kp05_an_owner_feeds_the_cache_of_the_thread_on_which_it_ends() {
    balanced(|| {
        let kept: Kept<&'static str> = Kept::new(|cx| &*cx.alloc_str("made here"));
        thread::spawn(move || {
            drop(kept);
            let (_, used) = measure(|| drop(Kept::<&'static str>::new(|cx| &*cx.alloc_str("made there"))));
            assert_eq!(used.chunks, 0);
        })
        .join()
        .unwrap();
        // Counted by each thread: this one's was given back by the other.
        let (_, used) = measure(|| drop(Kept::<&'static str>::new(|cx| &*cx.alloc_str("made again"))));
        assert_eq!(used.chunks, 1);
        thread::spawn(|| Kept::<&'static str>::new(|cx| &*cx.alloc_str("and handed over"))).join().unwrap();
    });
}
