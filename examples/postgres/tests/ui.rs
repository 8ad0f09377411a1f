//! What must not compile: what outlives its call, its set, its group, its statement; and types that SQL does not have.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p memscope-postgres --test ui`, then read the difference.

#[test]
fn pg15_what_outlives_its_context_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/fail/*.rs");
}
