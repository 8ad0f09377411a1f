//! The workloads, one file for each subject.

/// The cases of a workload: those named, then one for each arena that the generic function runs on.
macro_rules! cases {
    ($($name:literal => $run:expr,)* arenas => $generic:ident $(,)?) => {
        &[
            $($crate::harness::Case { name: $name, run: $run },)*
            $crate::harness::Case { name: "bumpalo", run: $generic::<$crate::peers::Bumpalo> },
            $crate::harness::Case { name: "bumpalo:tuned", run: $generic::<$crate::peers::BumpaloTuned> },
            $crate::harness::Case { name: "bump-scope", run: $generic::<$crate::peers::BumpScopePlain> },
            $crate::harness::Case { name: "bump-scope:up", run: $generic::<$crate::peers::BumpScopeUp> },
            $crate::harness::Case { name: "bump-scope:down", run: $generic::<$crate::peers::BumpScopeDown> },
            $crate::harness::Case { name: "oxc", run: $generic::<$crate::peers::Oxc> },
        ]
    };
    ($($name:literal => $run:expr),* $(,)?) => {
        &[$($crate::harness::Case { name: $name, run: $run },)*]
    };
}

mod containers;
mod cells;
mod deep_copy;
mod drops;
mod expression;
mod frame;
mod handles;
mod interner;
mod json;
mod keep;
mod queue;
mod read;
mod scopes;
mod sources;
mod terms;
mod text;
mod trees;
mod values;

use crate::harness::Workload;

/// In the order of the table.
pub static ALL: &[&Workload] = &[
    &scopes::UNDER_A_PARENT,
    &scopes::UNWINDING,
    &scopes::FRESH,
    &scopes::FRESH_PINNED,
    &scopes::NOT_INLINED,
    &scopes::NESTED,
    &scopes::FORTY,
    &scopes::KEPT,
    &values::WORDS,
    &values::TRIPLES,
    &values::PUSHES,
    &text::COPIES,
    &text::FORMATTED,
    &expression::EXPRESSION,
    &json::JSON,
    &read::READ,
    &interner::INTERN,
    &trees::TREES,
    &drops::DROPS,
    &cells::CELLS,
    &deep_copy::TREE,
    &deep_copy::LIST,
    &keep::KEEP,
    &keep::OWNER,
    &keep::LARGE_OWNER,
    &handles::TREE,
    &handles::GRAPH,
    &containers::QUEUE,
    &containers::SMALL_VECTORS,
    &frame::FRAME_ONLY,
    &queue::QUEUE,
    &terms::INNER,
    &terms::ROOT,
    &terms::FILLED,
    &sources::SOURCES,
    &sources::ADAPTERS,
    &sources::FREED,
];
