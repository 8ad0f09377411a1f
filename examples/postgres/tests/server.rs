//! A Postgres 15 server loads the functions and runs SQL. Without `--test`, cargo builds the module too:
//! `cargo test -p memscope-postgres --features server`.

mod cluster;

use cluster::{Cluster, cluster};

/// Runs a session; what it prints has to be this.
macro_rules! session {
    ($($sql:literal => $lines:tt)+) => {
        session! { cluster() => $($sql => $lines)+ }
    };
    ($server:expr => $($sql:literal => [$($line:expr),* $(,)?])+) => {{
        let server = $server;
        let printed = server.psql("postgres", concat!($($sql, ";\n\\echo --\n"),+));
        let mut printed = printed.split(|line| line == "--");
        $(
            let lines: &[String] = &[$($line.to_owned()),*];
            assert_eq!(printed.next().unwrap_or_default(), lines, "{}", $sql);
        )+
        assert!(!server.log().contains("terminated by signal"), "a process of the server died");
    }};
}

/// What SQL is told of an allocation that was refused.
fn refused(scope: &str, size: usize, align: usize) -> String {
    format!("ERROR:  53200: scope `{scope}` cannot allocate {size} bytes (align {align}): out of memory")
}

fn too_much(scope: &str) -> String {
    format!("ERROR:  53200: scope `{scope}` cannot allocate so much: the size exceeds `isize::MAX` bytes")
}

#[test]
fn pg15_text_and_numbers_go_in_and_out() {
    session! {
        "select ms_add(40, 2), ms_add(-9223372036854775807, -1)" => ["42|-9223372036854775808"]
        "select ms_add(9223372036854775807, 1)" => ["ERROR:  22003: 9223372036854775807 + 1 is out of range"]
        "select ms_add(1, null) is null" => ["t"]
        "select ms_word('größer  als 漢字', 2), ms_word('a', 1) is null, ms_word(null, 0) is null, ms_word('a', null) is null"
            => ["漢字|t|t|t"]
        "select ms_repeat('', 3) = '', ms_repeat('ab', 0) = '', ms_repeat('ab', 3)" => ["t|t|ababab"]
        "select md5(ms_repeat('ab', 5000000)) = md5(repeat('ab', 5000000))" => ["t"]
        "create temp table texts as
            select repeat(md5(n::text) || ' ', n * n) as t from generate_series(1, 60) n" => []
        "insert into texts values (''), (' '), ('one'), ('ä ö'), (repeat('x', 126)), (repeat('x', 127))" => []
        "select max(octet_length(t)) > 100000, min(pg_column_size(t)) < 4,
            bool_or(pg_column_size(t) < octet_length(t)) from texts" => ["t|t|t"]
        "select count(*) from texts where ms_reverse_objects(t) = ms_reverse_plpgsql(t) and ms_reverse_chunks(t) = ms_reverse_plpgsql(t)
            and ms_reverse_scratch(t) = ms_reverse_plpgsql(t) and ms_reverse_palloc(t) = ms_reverse_plpgsql(t)" => ["65"]
    }
}

#[test]
fn pg15_a_value_has_a_context_which_the_server_lists() {
    session! {
        "create temp view ours as select * from pg_backend_memory_contexts where name like 'memscope%'" => []
        "select count(*) from ours" => ["0"]
        "select ms_remember('first')" => ["1"]
        "select name, parent, level, total_bytes <= 4096, used_bytes between 200 and 2048 from ours"
            => ["memscope session|TopMemoryContext|1|t|t"]
        "create temp table before as select used_bytes, total_bytes from ours" => []
        "select ms_remember(repeat('x', 5000))" => ["2"]
        "select ours.used_bytes - before.used_bytes between 5000 and 8400 from ours, before" => ["t"]
        "select ms_remember(repeat('y', 100000))" => ["3"]
        "select ours.used_bytes - before.used_bytes between 105000 and 109000, ours.total_bytes > before.total_bytes + 105000
            from ours, before" => ["t|t"]
        "select ms_recall(0), length(ms_recall(2)), ms_recall(3) is null" => ["first|100000|t"]
        "begin" => []
        "select ms_note('of the transaction')" => ["1"]
        "select name, parent from ours order by 1"
            => ["memscope session|TopMemoryContext", "memscope transaction|TopTransactionContext"]
        "commit" => []
        "select name from ours" => ["memscope session"]
        "select ms_forget(), ms_forget()" => ["t|f"]
        "select count(*) from ours" => ["0"]
        "select ms_recall(0) is null" => ["t"]
    }
}

#[test]
fn pg15_however_a_context_ends_its_destructors_run_first() {
    session! {
        "select ms_remember('a'), ms_dropped()" => ["1|0"]
        "select ms_forget()" => ["t"]
        "select ms_dropped()" => ["1"]
        // Commit and rollback.
        "begin" => []
        "select ms_note('a'), ms_note('b'), ms_dropped()" => ["1|2|1"]
        "commit" => []
        "select ms_dropped()" => ["2"]
        "begin" => []
        "select ms_note('a')" => ["1"]
        "rollback" => []
        "select ms_dropped()" => ["3"]
        // An error.
        "begin" => []
        "select ms_note('a')" => ["1"]
        "select 1 / 0" => ["ERROR:  22012: division by zero"]
        "rollback" => []
        "select ms_dropped()" => ["4"]
        // A subtransaction.
        "begin" => []
        "savepoint s" => []
        "select ms_note('a')" => ["1"]
        "rollback to s" => []
        "select ms_dropped()" => ["5"]
        "select ms_note('again')" => ["1"]
        "release s" => []
        "select ms_note('the same')" => ["2"]
        "commit" => []
        "select ms_dropped()" => ["6"]
        // An error that is caught, a thousand times.
        "do $$ begin
            for n in 1..1000 loop
                begin
                    perform ms_note('a');
                    perform ms_misuse('panic');
                exception when internal_error then
                end;
            end loop;
        end $$" => []
        // Four that `ms_misuse` owns, and the slot's one.
        "select ms_dropped()" => ["5006"]
        // The server gives the context to another parent, and frees that.
        "select ms_remember('a')" => ["1"]
        "begin" => []
        "select ms_hand_over()" => ["t"]
        "select name, parent from pg_backend_memory_contexts where name like 'memscope%'"
            => ["memscope session|TopTransactionContext"]
        "select ms_recall(0)" => ["a"]
        "rollback" => []
        "select ms_dropped(), ms_forget()" => ["5007|f"]
    }
}

#[test]
fn pg15_a_destructor_that_panics_warns() {
    session! {
        "begin" => []
        "select ms_note('panic')" => ["1"]
        "rollback" => ["WARNING:  XX000: panic: in a destructor"]
        "select ms_dropped()" => ["1"]
        "select ms_remember('panic'), ms_remember('a')" => ["1|2"]
        "select ms_forget()" => ["WARNING:  XX000: panic: in a destructor", "t"]
        "select ms_dropped(), ms_forget()" => ["2|f"]
    }
}

#[test]
fn pg15_a_set_is_returned_row_by_row() {
    session! {
        "select ms_split('a, b,, c', ', ')" => ["a", "b,", "c"]
        "select count(*), count(item) from ms_split('a,,b,', ',') item" => ["4|2"]
        "select ms_dropped()" => ["2"]
        "select ms_split('a,b,c', ',') limit 1" => ["a"]
        "select item from ms_split('a,b,c', ',') item limit 1" => ["a"]
        "select ms_dropped()" => ["4"]
        "select a.item, b.item from ms_split('1,2', ',') a(item), ms_split(a.item || ',x', ',') b(item)"
            => ["1|1", "1|x", "2|2", "2|x"]
        "select ms_split(null, ',')" => []
        "select ms_dropped()" => ["7"]
        // In the middle.
        "select ms_split('a,error,b', ',')" => ["ERROR:  38000: midway"]
        "select ms_split('a,panic,b', ',')" => ["ERROR:  XX000: panic: midway, at `panic`"]
        "select ms_split('a,b', '')" => ["ERROR:  22023: the separator is empty"]
        "select ms_dropped()" => ["10"]
        "select (select ms_split('a,b', ','))" => ["ERROR:  21000: more than one row returned by a subquery used as an expression"]
        "select ms_dropped()" => ["11"]
        // A cursor, whose set has a context.
        "begin" => []
        "declare parts cursor for select ms_split('a,b,c', ',')" => []
        "fetch parts" => ["a"]
        "select name, parent, used_bytes > 200 from pg_backend_memory_contexts where name = 'memscope set'"
            => ["memscope set|SRF multi-call context|t"]
        "close parts" => []
        "select ms_dropped()" => ["12"]
        "commit" => []
        "select name from pg_backend_memory_contexts where name = 'memscope set'" => []
    }
}

#[test]
fn pg15_an_aggregate_has_two_contexts_in_turn() {
    session! {
        "select ms_longest(t) from unnest(array['b', null, 'aa', 'c', 'ddd', 'ee']) t" => ["3: ddd"]
        "select ms_dropped()" => ["3"]
        "select ms_longest(t) is null from unnest(array[]::text[]) t" => ["t"]
        "select n % 3, ms_longest(repeat('x', n) order by n) from generate_series(1, 9) n group by 1 order by 1"
            => ["0|3: xxxxxxxxx", "1|3: xxxxxxx", "2|3: xxxxxxxx"]
        "select ms_longest(t) over (order by n) from unnest(array['a', 'bb', 'b']) with ordinality as list(t, n)"
            => ["1: a", "2: bb", "2: bb"]
        "select ms_dropped()" => ["14"]
        // A thousand states of a growing size, of which two are there at most.
        "select length(ms_longest(x)), min(contexts), max(contexts), max(bytes) < 3 * 100000
            from (select repeat('x', 100 * n) as x,
                ms_test_contexts('memscope aggregate') as contexts, ms_test_bytes('memscope aggregate') as bytes
                from generate_series(1, 1000) n) as rows" => ["100006|0|2|t"]
        "select ms_dropped()" => ["1014"]
        "select ms_longest(t) from unnest(array['a', 'bbb', 'error']) t" => ["ERROR:  38000: in an aggregate"]
        "select ms_dropped()" => ["1016"]
        "select count(*) from pg_backend_memory_contexts where name like 'memscope%'" => ["0"]
    }
}

#[test]
fn pg15_the_server_survives_every_misuse() {
    let cut = format!("ERROR:  22023: error: {}", "€".repeat(339));
    session! {
        "create temp table process as select pg_backend_pid() as pid" => []
        "select ms_misuse('nothing')" => ["nothing"]
        "select ms_misuse('panic')" => ["ERROR:  XX000: panic: on purpose"]
        "select ms_misuse('panic with a bomb')" => ["ERROR:  XX000: panic: a value that is no text"]
        "select ms_misuse('bomb')" => ["ERROR:  XX000: panic: when dropped"]
        "select ms_misuse('error')" => [cut]
        // Four in each call so far.
        "select ms_dropped()" => ["20"]
        "select ms_misuse('zero byte')" => ["ERROR:  22021: a text with a zero byte"]
        "select ms_misuse('zero byte in an error')" => ["ERROR:  P0001: a"]
        "select ms_misuse('megabyte')" => ["had"]
        "select ms_misuse('aligned')" => ["had"]
        "select ms_dropped()" => ["36"]
        "set statement_timeout = '300ms'" => []
        "select ms_misuse('for ever')" => ["ERROR:  57014: canceling statement due to statement timeout"]
        "select ms_dropped()" => ["40"]
        "set statement_timeout = '60s'" => []
        "select ms_dropped()" => ["40"]
        // Sizes that nobody has.
        "select ms_repeat('xy', 9223372036854775807)" => [too_much("with_scope_on")]
        "select length(ms_repeat('x', 1073741823))" => [refused("with_scope_on", 1_073_741_823, 1)]
        "select ms_misuse('gigabyte')" => [refused("tmp", 1 << 30, 1)]
        "select ms_misuse('almost a gigabyte')" => [refused("tmp", 0x3fff_ff00 - 200, 1)]
        "select ms_misuse('everything')" => [too_much("tmp")]
        "select ms_misuse('everything, aligned')" => [too_much("tmp")]
        "select ms_misuse('overflow')" => [too_much("tmp")]
        "select ms_misuse('without try')" => [format!("ERROR:  XX000: panic: {}", &refused("tmp", 1 << 43, 8)[15..])]
        "select ms_misuse('until the memory is used up')" => [refused("tmp", 4000, 1)]
        "select ms_misuse('recursion')" => ["ERROR:  54001: stack depth limit exceeded"]
        // Errors in errors.
        "do $$ begin
            perform ms_misuse('panic');
        exception when others then
            begin
                perform ms_misuse('error');
            exception when others then
                raise notice '%: %', sqlstate, ms_misuse('bomb');
            end;
        end $$" => ["ERROR:  XX000: panic: when dropped"]
        "select pid = pg_backend_pid() from process" => ["t"]
        "select count(*) from pg_backend_memory_contexts where name like 'memscope%'" => ["0"]
    }
}

#[test]
fn pg15_what_sql_was_told_wrong_is_an_error() {
    let server = cluster();
    let module = server.module();
    session! { server =>
        "create function pg_temp.add(bigint) returns bigint as :'module', 'ms_add' language c" => []
        "select pg_temp.add(1)" => ["ERROR:  22023: declared to SQL with too few arguments"]
        "create function pg_temp.add(bigint, bigint) returns bigint as :'module', 'ms_add' language c" => []
        "select pg_temp.add(1, null)" => ["ERROR:  22004: null, where a value is needed"]
        "create function pg_temp.split(text, text) returns text as :'module', 'ms_split' language c" => []
        "select pg_temp.split('a', ',')" => ["ERROR:  0A000: a set, where none is expected"]
        "create function pg_temp.final() returns text as :'module', 'ms_longest_final' language c" => []
        "select pg_temp.final()" => ["ERROR:  0A000: called outside of an aggregate"]
        "create function pg_temp.nothing() returns text as :'module', 'ms_nothing' language c"
            => [format!("ERROR:  42883: could not find function \"ms_nothing\" in file \"{module}\"")]
    }
}

#[test]
fn pg15_a_server_for_which_it_was_not_made_does_not_load_it() {
    let server = cluster();
    let printed = server.psql("postgres", "create database latin encoding 'LATIN1' template template0");
    assert_eq!(printed, Vec::<String>::new());
    let printed = server.psql("latin", "load :'module'");
    assert_eq!(printed, ["ERROR:  0A000: texts have to be UTF-8: this database has another encoding"]);

    // As if it were made for version 14.
    let module = server.copy_of_the_module("of-14.so", |bytes| {
        let [len, of_15, of_14] = [56, 1500, 1400].map(i32::to_ne_bytes);
        let magic = [len, of_15].concat();
        let mut places = (0..bytes.len() - 8).filter(|at| bytes[*at..*at + 8] == magic);
        let (Some(at), None) = (places.next(), places.next()) else { panic!("one place with the version") };
        bytes[at + 4..at + 8].copy_from_slice(&of_14);
    });
    let printed = server.psql("postgres", &format!("load '{module}'"));
    let told = [
        format!("ERROR:  XX000: incompatible library \"{module}\": version mismatch"),
        "DETAIL:  Server is version 15, library is version 14.".to_owned(),
    ];
    assert_eq!(printed, told);
}

#[test]
fn pg15_a_session_that_is_told_to_end_does() {
    let server = Cluster::start();
    let told = std::thread::scope(|scope| {
        let session = scope.spawn(|| server.psql("postgres", "select ms_misuse('for ever')"));
        while !session.is_finished() {
            let end = "select from pg_stat_activity where query like 'select ms_misuse%' and pg_terminate_backend(pid)";
            assert!(server.psql("postgres", end).iter().all(String::is_empty));
        }
        session.join().unwrap()
    });
    assert_eq!(told[0], "FATAL:  57P01: terminating connection due to administrator command");
    assert!(!server.log().contains("terminated by signal"));
}

#[test]
fn pg15_negative_control_the_death_of_a_process_is_seen() {
    let server = Cluster::start();
    let printed = server.psql("postgres", "select ms_misuse('two bombs')");
    assert_eq!(printed[0], "server closed the connection unexpectedly");
    let seen = (0..1000).any(|_| {
        server.psql("postgres", "select 'is it there again?'");
        server.log().contains("was terminated by signal 6")
    });
    assert!(seen, "two panics at once end the process, as ever in Rust");
}

/// A million rows in a release build.
const ROWS: u32 = if cfg!(debug_assertions) { 50_000 } else { 1_000_000 };

/// So many rows: `n` and the text `t`.
fn rows() -> String {
    format!(
        "(select n, 'the row number ' || n || ' is one of very many' as t from generate_series(1, {ROWS}) n) as rows"
    )
}

/// A call in each of the rows: what the server has after a thousand of them, and after all, in bytes.
fn held(call: &str) -> [u64; 2] {
    let printed = cluster().psql(
        "postgres",
        &format!(
            "set statement_timeout = '10min';
            create temp table held as select bytes from (
                select {call}, case when n in (1, 1000, {ROWS}) then ms_test_bytes('%') end as bytes from {} offset 0
            ) as calls where bytes is not null;
            select bytes from held",
            rows()
        ),
    );
    let bytes: Result<Vec<u64>, _> = printed.iter().map(|line| line.parse()).collect();
    // When it is first asked, the server has no plan for that very question yet.
    let Ok([_, first, last]) = bytes.as_deref() else { panic!("{printed:?}") };
    [*first, *last]
}

#[test]
fn pg15_a_million_rows_in_constant_memory() {
    for call in [
        "ms_reverse_objects(t)",
        "ms_reverse_chunks(t)",
        "ms_reverse_scratch(t)",
        "ms_word(t, 3)",
        "(select count(*) from ms_split('a,b,' || t, ','))",
        "(select ms_longest(text) from (values ('short'), (t)) list(text))",
    ] {
        let [first, last] = held(call);
        println!("{call}: {first} bytes after a thousand rows, {last} after {ROWS}");
        assert_eq!(first, last, "{call}");
    }
    let [first, last] = held("ms_remember('a note')");
    println!("negative control: {first} bytes after a thousand notes, {last} after {ROWS}");
    assert!(last > first + (1 << 20));
}

/// What a call takes, less what the query takes without it, and the ratio to the function that is written as in C.
#[test]
fn pg15_what_a_call_takes() {
    if cfg!(debug_assertions) {
        println!("NOT RUN: times are those of a release build");
        return;
    }
    let functions = [
        ("octet_length", 300_000),
        ("ms_reverse_palloc", 300_000),
        ("ms_reverse_objects", 300_000),
        ("ms_reverse_scratch", 300_000),
        ("ms_reverse_chunks", 300_000),
        ("ms_reverse_sql", 100_000),
        ("ms_reverse_plpgsql", 300_000),
    ];
    // Nanoseconds of the processor, which others on the machine do not lengthen.
    let clock = "select 'clock', split_part(pg_read_file('/proc/self/schedstat'), ' ', 1);";
    let calls = functions.map(|(function, rows)| {
        let call = |rows| format!("select count({function}(t)) from texts where n <= {rows};");
        [call(1000), clock.to_owned(), call(rows), clock.to_owned()].concat()
    });
    let rounds = calls.concat().repeat(3);
    let table = format!("create temp table texts as select * from {}; analyze texts;", rows());
    let printed = cluster().psql("postgres", &format!("set statement_timeout = '10min'; {table} {rounds}"));
    let clocks: Vec<f64> = printed.iter().filter_map(|line| line.strip_prefix("clock|")?.parse().ok()).collect();
    let times: Vec<f64> = clocks.chunks(2).map(|clocks| clocks[1] - clocks[0]).collect();
    assert_eq!(times.len(), 3 * functions.len(), "{printed:?}");
    let best = |at: usize| times[at..].iter().step_by(functions.len()).copied().fold(f64::INFINITY, f64::min);
    // The query always reads all rows, with the first function as with each.
    let net: Vec<f64> =
        functions.iter().enumerate().map(|(at, (_, rows))| (best(at) - best(0)) / f64::from(*rows)).collect();
    for ((function, _), ns) in functions.iter().zip(&net).skip(1) {
        println!("{function:20} {ns:7.0} ns a call, {:6.2} times the one without memscope", ns / net[1]);
    }
}
