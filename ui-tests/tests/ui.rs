//! What must not compile, with the error that it gives, and what must: each file of `fail` and `pass` is a program.
//!
//! After a change of a message: `TRYBUILD=overwrite cargo test -p memscope-ui-tests --test ui`, then read the difference.

use std::fs;
use trybuild::TestCases;

/// The topic whose mistakes show only when a program is built and not just checked: the errors of `const` assertions.
const BUILT: &str = "destructor";

/// Trybuild builds where one of the programs must pass, and then one after the other.
#[test]
fn nx06_what_must_compile_is_built_and_so_are_const_assertions() {
    let programs = TestCases::new();
    programs.pass("tests/pass/*/*.rs");
    programs.compile_fail(format!("tests/fail/{BUILT}/*.rs"));
}

/// Where none must pass, trybuild checks all of them at once.
#[test]
fn nx06_mistakes_have_their_message() {
    let programs = TestCases::new();
    for topic in fs::read_dir("tests/fail").expect("the folder of the mistakes") {
        let topic = topic.expect("a readable folder").path();
        if !topic.ends_with(BUILT) {
            programs.compile_fail(topic.join("*.rs"));
        }
    }
}
