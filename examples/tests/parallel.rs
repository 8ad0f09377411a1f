//! The example `parallel`: the same on any number of threads, and on any file.

mod run;

const EXPECTED: &str = "\
1092 days
JFK 2013-05-08: 49.5 °F, from 13.1 to 62.6
JFK 2013-04-09: 34.9 °F, from 48.02 to 82.94
LGA 2013-04-09: 33.1 °F, from 46.94 to 80.06
EWR 2013-04-09: 32.9 °F, from 51.08 to 84.02
EWR 2013-01-31: 32.6 °F, from 30.02 to 62.6
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
