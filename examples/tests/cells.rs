//! The examples whose nodes know each other.

mod run;

use run::example;

#[track_caller]
fn prints(name: &str, arguments: &[&str], expected: &str) {
    let answer = example(name, arguments);
    assert_eq!((answer.code, answer.out.as_str(), answer.err.as_str()), (0, expected, ""), "{name}");
}

#[test]
fn nx02_a_graph_with_a_cycle_is_changed_in_place() {
    let all = "\
trace needs log in a circle
text [], needed by 2
trace [], needed by 1
log [\"text\", \"trace\"], needed by 3
net [\"log\"], needed by 1
http [\"net\", \"log\"], needed by 1
json [\"text\"], needed by 1
web [\"http\", \"json\"], needed by 1
app [\"web\", \"log\"], needed by 0
";
    prints("graph", &[], all);
    prints("graph", &["app"], all);
    prints("graph", &["text"], "text [], needed by 2\n");
    // The cycle is cut where it is closed.
    let trace = "\
log needs trace in a circle
text [], needed by 2
log [\"text\"], needed by 4
trace [\"log\"], needed by 0
";
    prints("graph", &["trace"], trace);
    let unknown = example("graph", &["none"]);
    assert_eq!((unknown.code, unknown.err.as_str()), (2, "there is no such package\n"));
}

#[test]
fn nx02_a_list_with_a_cursor_a_cache_and_disjoint_sets() {
    let expected = "\
the quick brown fox | fox brown quick the
computed [1, 2, 3, 4, 2, 5], remembered [5, 2, 1]
5 towns for 16
laid [true, false, true], 3 towns reached
";
    prints("cells", &[], expected);
}
