//! The profile as a user meets it: the picture in the documentation is the one that the example draws.
#![cfg(feature = "profile")]

mod run;

use std::fs;
use std::path::PathBuf;

use run::example;

#[test]
fn nx05_the_picture_in_the_docs_is_the_one_that_is_drawn() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("profile.svg");
    let answer = example("profile", &[path.to_str().unwrap()]);
    assert_eq!((answer.code, answer.err.as_str()), (0, ""));
    let lines: Vec<&str> = answer.out.lines().collect();
    assert_eq!((lines[0], lines[2]), ("'tis 2 8", "thread main"));
    assert!(lines[3].starts_with("  document: Hamlet, act 3, scene 1; "), "{}", answer.out);
    assert!(lines.iter().any(|line| line.trim_start().starts_with("10 ") && line.contains("  line (")));
    assert_eq!(fs::read_to_string(path).unwrap(), include_str!("../data/profile.svg"));
}

#[test]
fn nx05_query_writes_a_profile() {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("query.svg");
    let answer =
        example("query", &["select upper(origin) as o, max(temp) group by o", "--profile", path.to_str().unwrap()]);
    assert_eq!(answer.code, 0, "{}", answer.err);
    let row = answer.err.lines().find(|line| line.contains("  row (")).expect("the table has the row's scope");
    assert_eq!(row.split_whitespace().next(), Some("26115"));
    let svg = fs::read_to_string(path).unwrap();
    assert!(svg.contains("<title>query (") && svg.contains("<title>row ("));

    let nowhere = example("query", &["select count(*)", "--profile", "/no/such/folder/out.svg"]);
    assert_eq!(nowhere.code, 2, "{}", nowhere.err);
}
