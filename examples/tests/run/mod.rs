//! Runs an example as a program of its own.
#![allow(dead_code)] // each test uses its part of this

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

pub(crate) struct Answer {
    pub(crate) code: i32,
    pub(crate) out: String,
    pub(crate) err: String,
}

pub(crate) fn example(name: &str, arguments: &[&str]) -> Answer {
    let output = command(name).args(arguments).output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Answer { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

pub(crate) fn command(name: &str) -> Command {
    Command::new(EXAMPLES.join(name))
}

/// Where the examples are. `cargo test` has built them, but `cargo test --test query` has not: so they are built here, for
/// the same profile and target as this test, which is nothing to do in most cases.
static EXAMPLES: LazyLock<PathBuf> = LazyLock::new(|| {
    let test = std::env::current_exe().unwrap();
    let profile = test.ancestors().nth(2).unwrap();
    let name = |path: &Path| path.file_name().unwrap().to_str().unwrap().to_owned();
    let mut build = Command::new(env!("CARGO"));
    build.args([
        "build",
        "--quiet",
        "--examples",
        "--manifest-path",
        concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml"),
    ]);
    if cfg!(feature = "profile") {
        build.args(["--features", "profile"]);
    }
    build.args([
        "--profile",
        match name(profile).as_str() {
            "debug" => "dev",
            other => other,
        },
    ]);
    // With `--target`, and only then, there is a folder of the target's name around the profile's.
    let mut target_dir = profile.parent().unwrap();
    if name(target_dir).starts_with(&format!("{}-", std::env::consts::ARCH)) {
        build.args(["--target", &name(target_dir)]);
        target_dir = target_dir.parent().unwrap();
    }
    build.arg("--target-dir").arg(target_dir);
    assert!(build.status().unwrap().success(), "the examples do not build");
    profile.join("examples")
});
