//! What must not compile, with the error that it gives, and what must: each file of `fail` and `pass` is a program.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p memscope-ui-tests --test ui`, then read the difference.

/// One run for both, since the errors of `const` assertions show only where programs are built and not just checked,
/// and trybuild builds when one of them must pass.
#[test]
fn nx06_mistakes_have_their_message_and_the_rest_compiles() {
    let programs = trybuild::TestCases::new();
    programs.pass("tests/pass/*/*.rs");
    programs.compile_fail("tests/fail/*/*.rs");
}
