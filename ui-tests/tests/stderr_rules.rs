//! The rules which every message in `fail` obeys, checked on the text; `ui.rs` checks that the text is the compiler's.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a message may not contain, with the reason.
const FORBIDDEN: [(&str, &str); 5] = [
    ("temporary value", "speaks of a temporary that the user did not write"),
    ("originates in the", "blames a macro"),
    ("$RUST", "depends on whether the standard library's source is installed"),
    ("\nwarning", "says more than the mistake"),
    ("internal compiler error", "is no message"),
];

/// The files of `tests/<kind>/<topic>` with this extension.
fn files(kind: &str, extension: &str) -> BTreeSet<PathBuf> {
    let list = |dir: &Path| {
        let entries = fs::read_dir(dir).unwrap_or_else(|error| panic!("{}: {error}", dir.display()));
        entries.map(|entry| entry.expect("a readable folder").path()).collect::<Vec<_>>()
    };
    let topics = list(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(kind));
    let files = topics.iter().flat_map(|topic| list(topic));
    files.filter(|file| file.extension().is_some_and(|found| found == extension)).collect()
}

fn read(file: &Path) -> String {
    fs::read_to_string(file).unwrap_or_else(|error| panic!("{}: {error}", file.display()))
}

/// The handles that a program declares, by the macros that do: `scope!([<'lifetime>] [mut] HANDLE …)` and `#[scoped]`.
fn handles(program: &str) -> BTreeSet<&str> {
    let headers = ["scope!(", "#[scoped("].iter().flat_map(|opening| program.split(opening).skip(1));
    let named = headers.filter_map(|header| {
        let header = header.trim_start();
        let header = if header.starts_with('<') { header.split_once('>')?.1 } else { header };
        let header = header.trim_start().trim_start_matches("mut ");
        header.split(|c: char| !c.is_alphanumeric() && c != '_').find(|word| !word.is_empty())
    });
    named.chain(program.contains("#[scoped]").then_some("cx")).collect()
}

/// What is wrong with a message.
fn faults(message: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let errors = message.lines().filter(|line| line.starts_with("error")).count();
    if errors != 1 {
        faults.push(format!("has {errors} errors"));
    }
    for (phrase, reason) in FORBIDDEN {
        if message.contains(phrase) {
            faults.push(format!("{reason}: `{}`", phrase.trim()));
        }
    }
    let mut places = message.lines().filter_map(|line| line.trim_start().strip_prefix("--> "));
    let is_users = |place: &str| place.starts_with("tests/fail/");
    // The error of a constant is where the constant is; a note then shows the user's line.
    let shown =
        if message.starts_with("error[E0080]") { places.any(is_users) } else { places.next().is_some_and(is_users) };
    if !shown || !message.contains('^') {
        faults.push("does not point at the user's own code".to_owned());
    }
    faults
}

/// Whether a message calls one of the program's handles by its name.
fn names_a_handle(program: &str, message: &str) -> bool {
    let handles = handles(program);
    handles.is_empty() || handles.iter().any(|handle| message.contains(&format!("`{handle}`")))
}

#[test]
fn nx06_every_message_is_one_error_at_the_users_own_code() {
    let programs = files("fail", "rs");
    assert!(programs.len() >= 200, "{} programs that must fail", programs.len());
    let mut bad = Vec::new();
    for file in &programs {
        let faults = faults(&read(&file.with_extension("stderr")));
        bad.extend(faults.into_iter().map(|fault| format!("{}: {fault}", file.display())));
    }
    assert!(bad.is_empty(), "{}", bad.join("\n"));
}

#[test]
fn nx04_every_escape_is_told_by_the_name_of_the_handle() {
    let escapes =
        files("fail", "rs").into_iter().filter(|file| file.parent().is_some_and(|dir| dir.ends_with("escape")));
    let unnamed = escapes.filter(|file| !names_a_handle(&read(file), &read(&file.with_extension("stderr"))));
    let unnamed: Vec<_> = unnamed.collect();
    assert!(unnamed.is_empty(), "{unnamed:#?}");
}

#[test]
fn nx06_programs_and_messages_are_pairs() {
    let programs = files("fail", "rs");
    let messages = files("fail", "stderr").iter().map(|file| file.with_extension("rs")).collect();
    assert_eq!(programs, messages);
    let passing = files("pass", "rs").len();
    assert!(passing >= 15, "{passing} programs that must pass");
}

/// The rules refuse what they are for.
mod controls {
    use super::{faults, handles, names_a_handle};

    const PROGRAM: &str = "fn main() { scope!(cx); }";
    const GOOD: &str = "error[E0597]: `cx` does not live long enough\n --> tests/fail/escape/a.rs:1:20\n  |\n1 | fn main() \
        { scope!(cx); }\n  |                    ^^ borrowed value does not live long enough\n";

    #[track_caller]
    fn refused(message: &str, fault: &str) {
        assert_ne!(message, GOOD);
        let faults = faults(message);
        assert!(faults.iter().any(|found| found.contains(fault)), "{faults:?}");
    }

    #[test]
    fn a_good_message_is_accepted() {
        assert_eq!(faults(GOOD), [""; 0]);
        assert!(names_a_handle(PROGRAM, GOOD));
    }

    #[test]
    fn bad_messages_are_refused() {
        refused("", "has 0 errors");
        refused(&GOOD.repeat(2), "has 2 errors");
        refused(&format!("{GOOD}\nwarning: unused variable: `cx`\n"), "more than the mistake");
        refused(&GOOD.replace("borrowed value does", "temporary value does"), "temporary");
        refused(&format!("{GOOD}  = note: this error originates in the macro `scope`\n"), "blames a macro");
        refused(&format!("{GOOD} --> $RUST/core/src/panic.rs\n"), "standard library");
        refused(&GOOD.replace("tests/fail/escape", "$WORKSPACE/memscope/src"), "the user's own code");
        refused(&GOOD.replace('^', " "), "the user's own code");
    }

    #[test]
    fn an_unnamed_handle_is_seen() {
        assert!(!names_a_handle(PROGRAM, &GOOD.replace("`cx`", "`region`")));
        let program = "#[scoped(tmp in cx)] #[scoped] scope!(<'mcx> row => scope!(mut nodes: Node<'_>)";
        assert_eq!(handles(program).into_iter().collect::<Vec<_>>(), ["cx", "nodes", "row", "tmp"]);
    }
}
