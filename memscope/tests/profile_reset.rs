//! The profile begins anew. Alone in its process, since a reset is one for all threads.
#![cfg(feature = "profile")]

use memscope::{profile, scope};

#[cfg_attr(feature = "checked", ignore = "about chunks")]
#[test]
fn nx05_after_a_reset_only_what_comes_later_counts() {
    let counts = |name| profile::snapshot().by_place().into_iter().find(|place| place.name == name).unwrap().counts;
    let round = || {
        scope!(round);
        round.alloc(1_u64);
    };
    scope!(open);
    open.alloc(1_u64);
    round();
    round();
    assert_eq!((counts("round").entries, counts("round").bytes), (2, 16));
    profile::reset();
    assert_eq!((counts("round").entries, counts("round").bytes, counts("round").peak), (0, 0, 0));
    assert_eq!((counts("open").entries, counts("open").open), (0, 1));
    round();
    assert_eq!((counts("round").entries, counts("round").bytes, counts("round").chunks), (1, 8, 1));
}
