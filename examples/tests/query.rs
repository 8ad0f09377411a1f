//! The query example as its users meet it: a program with arguments, an answer, a report and an exit code.
//!
//! The expected numbers were computed independently, from the same file, with a few lines of Python.

mod run;

use std::fs;
use std::path::PathBuf;
use std::process::Stdio;

use run::{Answer, command, example};

const WEATHER: &str = include_str!("../data/weather.csv");

fn ask(arguments: &[&str]) -> Answer {
    example("query", arguments)
}

/// The rows of a good answer, without the heading; blanks count as one.
#[track_caller]
fn rows(arguments: &[&str]) -> Vec<String> {
    let answer = ask(arguments);
    assert_eq!(answer.code, 0, "{}", answer.err);
    answer.out.lines().skip(1).map(words).collect()
}

fn words(line: &str) -> String {
    line.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A file of our own; tests run at once, so each has its name.
fn file(name: &str, content: impl AsRef<[u8]>) -> String {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    fs::write(&path, content).unwrap();
    path.into_os_string().into_string().unwrap()
}

/// One value of the report, by the heading of its column.
fn reported(answer: &Answer, engine: &str, column: usize) -> u64 {
    let line = answer.err.lines().find(|line| line.starts_with(engine)).expect("the report has the engine's line");
    let numbers: Vec<&str> = line.split_whitespace().filter(|word| !matches!(*word, "B" | "ms")).collect();
    numbers[column].parse().unwrap()
}

const ROWS: usize = 1;
const IN_ROW_SCOPES: usize = 2;
const PEAK: usize = 3;
const REQUESTS: usize = 4;

#[test]
fn without_arguments_it_tells_the_wettest_months() {
    let expected = [
        "EWR 2013-06 720 23 57.4 221.7",
        "LGA 2013-06 720 23 74.1 207.3",
        "JFK 2013-06 720 21.1 59.3 201.9",
        "EWR 2013-05 744 17.3 77.8 138.2",
        "LGA 2013-05 744 17 72.2 126.7",
        "EWR 2013-08 739 23.6 48.1 116.1",
        "EWR 2013-12 719 3.3 55.5 115.6",
        "JFK 2013-12 720 3.7 57.4 114.3",
        "LGA 2013-12 720 3.8 66.7 113.3",
        "EWR 2013-02 669 1.2 64.8 97.3",
    ];
    assert_eq!(rows(&[]), expected);
}

#[test]
fn totals_skip_nulls() {
    let query = "select origin, count(*), count(temp), min(temp), max(temp), avg(temp), sum(precip), max(wind_gust) \
                 group by origin order by origin";
    let expected = [
        "EWR 8703 8702 10.94 100.04 55.54655251666285 43.88000000000002 58.68978",
        "JFK 8706 8706 12.02 98.06 54.472150241212866 34.69000000000004 66.74524",
        "LGA 8706 8706 12.02 98.96 55.762605099931015 38.140000000000036 62.14212",
    ];
    assert_eq!(rows(&[query]), expected);
}

#[test]
fn totals_without_keys_are_one_row_even_of_nothing() {
    assert_eq!(rows(&["select count(*), max(time_hour)"]), ["26115 2013-12-30T23:00:00Z"]);
    assert_eq!(rows(&["select count(*), sum(temp), max(origin) where temp > 1000"]), ["0 NA NA"]);
    assert_eq!(rows(&["select origin, count(*) where temp > 1000 group by origin"]), [""; 0]);
}

#[test]
fn where_keeps_what_is_true_and_null_is_not() {
    assert_eq!(rows(&["select count(*) where temp > 90"]), ["277"]);
    assert_eq!(rows(&["select count(*) where not temp > 90"]), ["25837"]);
    assert_eq!(rows(&["select count(*) where temp is null"]), ["1"]);
    assert_eq!(rows(&["select count(*) where wind_dir is not null"]), ["25655"]);
    assert_eq!(rows(&["select count(*) where wind_gust is null and coalesce(precip, 0) > 0.5"]), ["12"]);
    assert_eq!(rows(&["select count(*) where temp > 90 or true"]), ["26115"]);
    assert_eq!(rows(&["select count(*) where wind_gust > 0 and false"]), ["0"]);
}

#[test]
fn keys_may_be_expressions_names_and_nulls() {
    let thirds = ["0 8690", "1 8825", "2 8600"];
    assert_eq!(rows(&["select month % 3, count(*) group by month % 3 order by 1 * (month % 3)"]), thirds);
    assert_eq!(rows(&["select month % 3 as third, count(*) group by third order by third"]), thirds);
    assert_eq!(rows(&["select origin, wind_dir group by origin, wind_dir"]).len(), 114);
    let answer = rows(&["select wind_dir, count(*) as n group by wind_dir order by wind_dir desc limit 100"]);
    assert_eq!(answer.last().unwrap(), "NA 460", "nulls are one group, and come last in both directions");
}

#[test]
fn order_is_stable_and_by_several_keys() {
    let query = "select temp, origin, time_hour where temp > 98.9 order by temp desc, time_hour desc";
    let expected = [
        "100.04 EWR 2013-07-19T20:00:00Z",
        "100.04 EWR 2013-07-18T19:00:00Z",
        "98.96 LGA 2013-07-19T17:00:00Z",
        "98.96 EWR 2013-07-19T18:00:00Z",
    ];
    assert_eq!(rows(&[query, "--heap"])[..2], expected[..2]);
    assert_eq!(rows(&["select day, hour where origin = 'LGA' limit 2"]), ["1 1", "1 2"]);
    assert_eq!(rows(&["select origin where temp > 0 order by temp desc limit 0"]), [""; 0]);
}

#[test]
fn a_limit_without_order_stops_reading() {
    let answer = ask(&["select origin where month > 1 limit 3"]);
    let first = WEATHER.lines().skip(1).position(|line| line.split(',').nth(2) == Some("2")).unwrap();
    assert_eq!(reported(&answer, "scope", ROWS), first as u64 + 3);
    assert_eq!(reported(&ask(&["select origin limit 0"]), "scope", ROWS), 0);
}

#[test]
fn functions_of_text_and_numbers() {
    let data = file("functions.csv", "name,n,empty\n Äpfel ,-2.345,\n");
    let expect = [
        ("upper(trim(name))", "ÄPFEL"),
        ("lower(trim(name))", "äpfel"),
        ("length(name)", "7"),
        ("length(trim(name))", "5"),
        ("substr(trim(name), 1, 2)", "Äp"),
        ("substr(trim(name), 4)", "el"),
        ("substr(trim(name), -1, 3)", "Ä"),
        ("substr(trim(name), 9)", ""),
        ("replace(trim(name), 'pf', '-PF-')", "Ä-PF-el"),
        ("concat(trim(name), 1 + 1, true)", "Äpfel2true"),
        ("'it''s ' || n || '!'", "it's -2.345!"),
        ("'a' || empty", "NA"),
        ("contains(name, 'pfe')", "true"),
        ("starts_with(name, 'x')", "false"),
        ("text(n) || ''", "-2.345"),
        ("abs(n)", "2.345"),
        ("floor(n)", "-3"),
        ("round(n)", "-2"),
        ("round(n, 2)", "-2.35"),
        ("coalesce(empty, n, 1)", "-2.345"),
        ("-1 + 2 * 3 - 4 / 2 % 3", "3"),
        ("(1 + 2) * 3", "9"),
        ("1 / 0", "NA"),
        ("not 1 > 2 and 'a' < 'b'", "true"),
        ("1 is null or empty is null", "true"),
        ("n + empty", "NA"),
        ("null = null", "NA"),
        ("\"name\" <> 'x'", "true"),
    ];
    for (expression, value) in expect {
        let query = format!("SELECT {expression}");
        assert_eq!(rows(&[&query, "--file", &data, "--heap"]), [value], "{expression}");
    }
}

#[test]
fn the_heap_engine_gives_the_same_answer() {
    let queries = [
        "select origin, month, avg(temp), min(time_hour), max(wind_gust) group by origin, month order by 0 - avg(temp)",
        "select *, upper(lower(origin)) || hour where wind_gust > 40",
    ];
    for query in queries {
        let answer = ask(&[query, "--heap"]);
        assert_eq!(answer.code, 0, "{}", answer.err);
        assert!(answer.err.contains("The two answers are the same."), "{}", answer.err);
    }
}

#[test]
fn a_mistake_in_the_query_is_shown_where_it_is() {
    let long = format!("select {}1", "1 + ".repeat(2000));
    let deep = format!("select {}1", "(".repeat(5000));
    let mistakes = [
        ("", "expected `select`, the query ends", 1, 1),
        ("selec origin", "expected `select`, found `selec`", 1, 1),
        ("select", "expected an expression, the query ends", 1, 7),
        ("select where", "expected an expression, found `where`", 1, 8),
        ("select tmp", "no column is called `tmp`", 1, 8),
        ("select\n  origin,\n  nope + 1", "no column is called `nope`", 3, 3),
        ("select size(origin)", "no function is called `size`", 1, 8),
        ("select substr(origin)", "`substr` takes 2 to 3 arguments, and got 1", 1, 8),
        ("select upper()", "`upper` takes 1 argument, and got 0", 1, 8),
        ("select (temp", "expected `)`, the query ends", 1, 13),
        ("select 'abc", "this quote is never closed", 1, 8),
        ("select 1.2.3", "`1.2.3` is not a number", 1, 8),
        ("select temp ; 1", "`;` means nothing here", 1, 13),
        ("select temp as", "expected a name, the query ends", 1, 15),
        ("select temp limit many", "expected a number of rows, found `many`", 1, 19),
        ("select temp limit 1.5", "expected a number of rows, found `1.5`", 1, 19),
        ("select temp limit 1 2", "expected the end of the query, found `2`", 1, 21),
        ("select temp group origin", "expected `by`, found `origin`", 1, 19),
        ("select temp is 5", "expected `null`, found `5`", 1, 16),
        ("select origin, temp group by origin", "`temp` is neither a key of `group by` nor inside a total", 1, 16),
        ("select temp + count(*)", "`temp` is neither a key of `group by` nor inside a total", 1, 8),
        ("select * order by count(*)", "neither a key of `group by` nor inside a total", 1, 8),
        ("select 1 where count(*) > 1", "a total cannot stand in `where`, which sees one row", 1, 16),
        ("select sum(max(temp))", "a total cannot stand inside another one", 1, 12),
        ("select 1 group by max(temp)", "a total cannot stand in `group by`, which sees one row", 1, 19),
        ("select max(temp) as m group by m", "this name stands for a total, which is known only after grouping", 1, 32),
        (&long, "a query may have 256 terms, and this one has more", 1, 1032),
        (&deep, "a query may have 256 terms, and this one has more", 1, 264),
    ];
    for (query, message, line, column) in mistakes {
        let answer = ask(&[query]);
        assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{query}");
        assert!(answer.err.contains(message), "{query}: {}", answer.err);
        assert!(answer.err.contains(&format!("--> query, line {line}, column {column}\n")), "{query}: {}", answer.err);
    }
}

#[test]
fn a_mistake_is_underlined() {
    let expected = "\
error: no column is called `nope`
 --> query, line 2, column 8
  |
2 | 'äöü', nope + 1
  |        ^^^^
  = the columns are a, b
";
    let data = file("underlined.csv", "a,b\n");
    assert_eq!(ask(&["select\n'äöü', nope + 1", "--file", &data]).err, expected);
}

#[test]
fn a_row_that_does_not_fit_the_query_is_named() {
    let data = file("mismatch.csv", "a,b\n1,2\n3,\"x\ny\"\n4,z\n");
    let mistakes = [
        ("select a - b", "`-` takes numbers, and got the number 3 and the text \"x\\ny\"", 8, 3),
        ("select a where b > 1", "`>` takes two of a kind, and got the text \"x\\ny\" and the number 1", 16, 3),
        ("select a where a = 4 and b", "`and` takes booleans, and got the boolean true and the text \"z\"", 16, 5),
        ("select sum(b)", "`sum` takes numbers, and this is the text \"x\\ny\"", 8, 3),
        ("select upper(a)", "`upper` does not take the number 1", 8, 2),
        ("select not a", "`not` takes a boolean, and this is the number 1", 8, 2),
        ("select -b", "`-` takes a number, and this is the text \"x\\ny\"", 8, 3),
    ];
    for (query, message, column, line) in mistakes {
        for heap in [&[][..], &["--heap"]] {
            let answer = ask(&[&[query, "--file", &data], heap].concat());
            assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{query}");
            assert!(answer.err.contains(message), "{query}: {}", answer.err);
            assert!(answer.err.contains(&format!("--> query, line 1, column {column}\n")), "{query}: {}", answer.err);
            assert!(answer.err.contains(&format!("mismatch.csv, line {line}\n")), "{query}: {}", answer.err);
        }
    }
}

#[test]
fn a_bad_file_is_named_with_line_and_column() {
    let cases: [(&str, &[u8], &str); 6] = [
        ("short.csv", b"a,b,c\n1,2,3\n4,5\n", "this row has 2 fields, the header has 3\n --> {}, line 3, column 3"),
        ("long.csv", b"a,b\n1,2\n3,4,5\n", "this row has 3 fields, the header has 2\n --> {}, line 3, column 3"),
        ("one.csv", b"a,b\n1\n", "this row has 1 field, the header has 2\n --> {}, line 2, column 2"),
        ("latin1.csv", b"a,b\n1,2\n3,\xe4\n", "this field is not UTF-8\n --> {}, line 3, column 2"),
        ("header.csv", b"a,\xe4\n1,2\n", "this field is not UTF-8\n --> {}, line 1, column 2"),
        ("empty.csv", b"", "the file has no header line\n --> {}, line 1, column 1"),
    ];
    for (name, content, message) in cases {
        let data = file(name, content);
        for heap in [&[][..], &["--heap"]] {
            let answer = ask(&[&["select a", "--file", &data], heap].concat());
            assert_eq!((answer.code, answer.out.as_str()), (2, ""), "{name}");
            let expected = format!("error: {}\n", message.replace("{}", &data));
            assert_eq!(answer.err, expected, "{name}");
        }
    }
}

#[test]
fn what_cannot_be_opened_is_said() {
    let answer = ask(&["select 1", "--file", "no/such/file.csv"]);
    assert_eq!(answer.code, 2);
    assert!(answer.err.starts_with("error: cannot open `no/such/file.csv`: "), "{}", answer.err);
    assert_eq!(ask(&["--no-such-option"]).code, 2);
}

#[test]
fn fields_are_numbers_text_or_null() {
    let data = file("fields.csv", "\u{feff}v\n007\n1e3\n-0\n.5\ninf\nNaN\n+inf\nNA\n\"\"\n9E\n-\n1e999\n");
    let answer = rows(&["select v || ':' || coalesce(v, 0)", "--file", &data]);
    let expected = [
        "7:7",
        "1000:1000",
        "0:0",
        "0.5:0.5",
        "inf:inf",
        "NaN:NaN",
        "+inf:+inf",
        "NA",
        "NA",
        "9E:9E",
        "-:-",
        "1e999:1e999",
    ];
    assert_eq!(answer, expected);
}

#[test]
fn rows_take_constant_memory() {
    // The rising maximum is kept in the query's scope, and must not grow with the rows either.
    let query =
        "select upper(origin) || month as key, count(*), max(time_hour), avg(temp * 2) group by key order by key";
    let (header, body) = WEATHER.split_once('\n').unwrap();
    let many = file("many.csv", [header, "\n", &body.repeat(13)].concat());
    let few = ask(&[query]);
    let many = ask(&[query, "--file", &many]);
    assert_eq!((few.code, many.code), (0, 0));
    let compare = |column| (reported(&few, "scope", column), reported(&many, "scope", column));

    assert_eq!(compare(ROWS), (26_115, 339_495));
    let (of_few, of_many) = compare(IN_ROW_SCOPES);
    assert!(of_many > of_few * 12, "every row made its values");
    let (few_requests, many_requests) = compare(REQUESTS);
    assert_eq!(few_requests, many_requests, "more rows, but no more chunks");
    let (few_peak, many_peak) = compare(PEAK);
    assert_eq!(few_peak, many_peak, "more rows, but no more memory");
}

#[test]
fn the_heap_pays_by_the_row() {
    let answer = ask(&["--heap"]);
    assert!(reported(&answer, "scope", REQUESTS) < 200);
    let line = answer.err.lines().find(|line| line.starts_with("heap")).unwrap();
    let requests: u64 = line.split_whitespace().nth(5).unwrap().parse().unwrap();
    assert!(requests > 26_115, "{line}");
}

#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut query = command("query");
    let mut child = query.arg("select time_hour").stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert!(child.wait().unwrap().success());
}
