//! The example `parallel`: the same on any number of threads, and on any file.

mod run;

const EXPECTED: &str = "\
1092 days
";

#[test]
fn nx03_the_table_is_the_same_on_any_number_of_threads() {
    for threads in ["1", "2", "7"] {
        let output = run::command("parallel").env("RAYON_NUM_THREADS", threads).output().unwrap();
        assert!(output.status.success());
        assert_eq!(String::from_utf8(output.stdout).unwrap(), EXPECTED, "{threads} threads");
    }
    assert_eq!(run::example("parallel", &["no such file"]).code, 1);
}
