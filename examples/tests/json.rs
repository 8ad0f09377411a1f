//! The example `json`, asked about the very workspace that it is in.

mod run;

use std::io::Write;
use std::process::{Command, Stdio};

fn metadata() -> Vec<u8> {
    let metadata = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    Command::new(env!("CARGO")).args(metadata).current_dir(env!("CARGO_MANIFEST_DIR")).output().unwrap().stdout
}

#[test]
fn cx09_what_the_workspace_depends_on() {
    let mut example = run::command("json").stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    example.stdin.take().unwrap().write_all(&metadata()).unwrap();
    let output = example.wait_with_output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success() && text.contains(" packages for "), "{text}");
    assert!(text.lines().any(|line| line.trim().ends_with(" need memscope")), "{text}");
    assert!(!text.contains("names no licence"), "{text}");
}

#[test]
fn cx09_what_is_no_metadata() {
    let file = std::env::temp_dir().join(format!("memscope-json-{}", std::process::id()));
    std::fs::write(&file, r#"{"packages": [{"name": 5}]}"#).unwrap();
    let output = run::command("json").arg(&file).output().unwrap();
    std::fs::remove_file(&file).unwrap();
    let message = String::from_utf8(output.stderr).unwrap();
    assert!(!output.status.success() && message.contains("invalid type: integer `5`, expected a string"), "{message}");
}
