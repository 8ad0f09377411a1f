//! Each macro's example and its hand-written expansion do the same; the quickstart says what the README says.

mod run;

use run::example;

#[track_caller]
fn prints(name: &str, expected: &str) {
    let answer = example(name, &[]);
    assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (0, expected, ""), "{name}");
}

#[test]
fn scope() {
    let expected = "\
row: [\"be\", \"be\", \"not\", \"or\", \"to\", \"to\"]
row: [\"is\", \"question\", \"that\", \"the\"]
text: \"question\"
";
    prints("scope", expected);
    prints("scope-expanded", expected);
}

#[test]
fn scoped() {
    let expected = "Some(\"the\")\nNone\n";
    prints("scoped", expected);
    prints("scoped-expanded", expected);
}

#[test]
fn typed() {
    let expected = "\
at north
at east
at south
at north
closing north
closing east
closing south
";
    prints("typed", expected);
    prints("typed-expanded", expected);
}

#[test]
fn quickstart() {
    prints("quickstart", "34 words\n+ 1 * 2 3 = 7\n* + 1 2 + 3 4 = 21\n+ 1 makes no sense\n");
}
