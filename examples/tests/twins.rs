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
fn slab() {
    let expected = "\
((2 + 3) * (2 + 3)) = 25
((2 + 3) - 7) = 2
((1 * 2) * 3) = 6
9 nodes of 12 bytes
";
    prints("slab", expected);
    prints("slab-expanded", expected);
}

#[test]
fn keep() {
    let expected = "\
INDEX
to: 2 times, first in line 1
be: 2 times, first in line 1
not: 2 times, first in line 1
";
    prints("keep", expected);
    prints("keep-expanded", expected);
}

#[test]
fn owner() {
    let expected = "\
Memory (Scopes (Brand, Engine), Keep) has 2 parts
Plants (Trees (Oak), Ferns) has 2 parts
no title in line 2
";
    prints("owner", expected);
    prints("owner-expanded", expected);
}

#[test]
fn transaction() {
    let expected = "\
not taken: \"Bob: two wheels\", invalid digit found in string
Ada: 3 of gears and crank
Eve: 6 of cards and belt
";
    prints("transaction", expected);
    prints("transaction-expanded", expected);
}

#[test]
fn al02_sources() {
    let names = ["cache", "frame", "heap", "buffer", "statics", "scope"];
    let expected = names.map(|name| format!("{name}: `the`\n")).concat()
        + "\
chosen: `the`
  the buffer is enough
chosen: `the`
  the heap has helped
scope `chosen` cannot allocate 32704 bytes (align 8): out of memory
  the heap has helped
scope `modest` cannot allocate 112 bytes (align 8): it would exceed its limit of 100 bytes, of which 100 are used
modest: `the`
";
    prints("sources", &expected);
}

#[test]
fn quickstart() {
    prints("quickstart", "34 words\n+ 1 * 2 3 = 7\n* + 1 2 + 3 4 = 21\n+ 1 makes no sense\n");
}

#[test]
fn pipe() {
    let expected = "  [8 4 2] is freed
  [8 4 2] blurred is freed
sum: 21
  [5 6 7] is freed
count: 3
  [1 2 3] is freed
rows: [[1, 2], [3]]
  [3 9 6] is freed
extremes: [3, 9]
  [1 2 3] blurred is freed
";
    prints("pipe", expected);
    prints("pipe-expanded", expected);
}
