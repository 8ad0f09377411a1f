//! The workloads, one file for each subject.

/// The cases of a workload: those named, then one for each heap, and for each arena, that the generic function runs on:
/// after `arenas` all of them, after `growing` those that hold what grows.
macro_rules! cases {
    ($($name:literal => $run:expr,)* heaps => $generic:ident $(, $($rest:tt)*)?) => {
        cases! {
            $($name => $run,)*
            "glibc" => $generic::<$crate::peers::Glibc>,
            "mimalloc" => $generic::<$crate::peers::Mimalloc>,
            $($($rest)*)?
        }
    };
    ($($name:literal => $run:expr,)* arenas => $generic:ident $(,)?) => {
        cases! {
            $($name => $run,)*
            "scoped-arena" => $generic::<$crate::peers::ScopedArena>,
            growing => $generic
        }
    };
    ($($name:literal => $run:expr,)* growing => $generic:ident $(,)?) => {
        cases! {
            $($name => $run,)*
            "bumpalo" => $generic::<$crate::peers::Bumpalo>,
            "bumpalo:tuned" => $generic::<$crate::peers::BumpaloTuned>,
            "bump-scope" => $generic::<$crate::peers::BumpScopePlain>,
            "bump-scope:up" => $generic::<$crate::peers::BumpScopeUp>,
            "bump-scope:down" => $generic::<$crate::peers::BumpScopeDown>,
            "oxc" => $generic::<$crate::peers::Oxc>,
            "multitude" => $generic::<$crate::peers::Multitude>,
            "blink-alloc" => $generic::<$crate::peers::Blink>,
        }
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
    &queue::BUFFERS,
    &terms::INNER,
    &terms::ROOT,
    &terms::FILLED,
    &sources::SOURCES,
    &sources::ADAPTERS,
    &sources::FREED,
];
