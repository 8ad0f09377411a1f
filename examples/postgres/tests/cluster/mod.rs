//! A Postgres server of the test's own: in a temporary folder, on a private socket, gone with the last test that uses it.

use std::fs;
use std::io::Write as _;
use std::os::unix::fs::{PermissionsExt as _, chown};
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio, id};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};

/// What each of the server's processes may have of addresses, in KiB: a process without memory is one of the tests.
const MEMORY: u32 = 800_000;

const MODULE: &str = "functions.so";

pub(crate) struct Cluster {
    folder: PathBuf,
    /// The user and group that the server runs as, if this is root: it refuses to be root.
    user: Option<(u32, u32)>,
}

/// The server that the tests share.
pub(crate) fn cluster() -> Arc<Cluster> {
    static RUNNING: Mutex<Weak<Cluster>> = Mutex::new(Weak::new());
    let mut running = RUNNING.lock().unwrap_or_else(PoisonError::into_inner);
    running.upgrade().unwrap_or_else(|| {
        let new = Arc::new(Cluster::start());
        *running = Arc::downgrade(&new);
        new
    })
}

/// Where the programs of Postgres 15 are. `PG15_BIN` may say so.
fn programs() -> PathBuf {
    let places = [std::env::var("PG15_BIN").unwrap_or_default().into(), PathBuf::from("/usr/lib/postgresql/15/bin")];
    let found = places.into_iter().find(|place| place.join("initdb").exists());
    found.expect("PostgreSQL 15 is not installed: this test needs Debian's package `postgresql-15`, or PG15_BIN")
}

/// The library with the functions, which cargo has built beside the tests.
fn module() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let built = test.ancestors().nth(2).unwrap().join("examples/libmemscope_functions.so");
    assert!(built.exists(), "{} is not there", built.display());
    built
}

fn number(program: &str, arguments: &[&str]) -> Option<u32> {
    let output = Command::new(program).args(arguments).output().ok().filter(|output| output.status.success())?;
    String::from_utf8(output.stdout).ok()?.trim().parse().ok()
}

fn checked(command: &mut Command) -> Output {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{command:?}\n{}", String::from_utf8_lossy(&output.stderr));
    output
}

impl Cluster {
    pub(crate) fn start() -> Self {
        let root = number("id", &["-u"]) == Some(0);
        let user = root.then(|| {
            let of = |name| Some((number("id", &["-u", name])?, number("id", &["-g", name])?));
            of("postgres").or_else(|| of("nobody")).expect("a user who is not root")
        });
        // Short: the path of a socket has a hundred characters at most.
        static STARTED: AtomicU32 = AtomicU32::new(0);
        let folder = format!("memscope-pg-{}-{}", id(), STARTED.fetch_add(1, Ordering::Relaxed));
        let folder = std::env::temp_dir().join(folder);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        let cluster = Self { folder, user };
        cluster.hand_over(&cluster.folder);
        cluster.copy_of_the_module(MODULE, |_| {});
        let initdb = ["-D", "data", "-U", "postgres", "-A", "trust", "-N", "--no-locale", "-E", "UTF8"];
        checked(cluster.command(programs().join("initdb")).args(initdb));
        let settings = "-c listen_addresses='' -c shared_buffers=16MB -c fsync=off -c jit=off -c max_parallel_workers=0 \
                        -c statement_timeout=60s -c autovacuum=off -c log_statement=none";
        let options = format!("-k {} {settings}", cluster.folder.display());
        let start = ["start", "-s", "-w", "-t", "60", "-D", "data", "-l", "log", "-o", &options];
        let limited = format!("ulimit -v {MEMORY} && exec \"$0\" \"$@\"");
        checked(cluster.command("sh").arg("-c").arg(limited).arg(programs().join("pg_ctl")).args(start));
        let install = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("functions/install.sql")).unwrap();
        assert_eq!(cluster.psql("postgres", &install), Vec::<String>::new());
        cluster
    }

    /// Makes the server's user the owner.
    fn hand_over(&self, path: &Path) {
        if let Some((user, group)) = self.user {
            chown(path, Some(user), Some(group)).unwrap();
        }
        fs::set_permissions(path, fs::Permissions::from_mode(0o700)).unwrap();
    }

    /// Puts the module where the server can read it, changed or not. Returns its path.
    pub(crate) fn copy_of_the_module(&self, name: &str, change: impl FnOnce(&mut [u8])) -> String {
        let mut bytes = fs::read(module()).unwrap();
        change(&mut bytes);
        let path = self.folder.join(name);
        fs::write(&path, bytes).unwrap();
        self.hand_over(&path);
        path.display().to_string()
    }

    /// The path of the module.
    pub(crate) fn module(&self) -> String {
        self.folder.join(MODULE).display().to_string()
    }

    /// A command in the server's folder, as the server's user.
    fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.folder).env("LC_ALL", "C").env("RUST_BACKTRACE", "0").stdin(Stdio::null());
        if let Some((user, group)) = self.user {
            command.gid(group).uid(user);
        }
        command
    }

    /// One session: what the client prints, line by line, results and errors as they come.
    pub(crate) fn psql(&self, database: &str, sql: &str) -> Vec<String> {
        let script = self.folder.join(format!("{:?}.sql", std::thread::current().id()));
        let mut file = fs::File::create(&script).unwrap();
        writeln!(file, "\\set VERBOSITY verbose\n\\set SHOW_CONTEXT never\n\\set module {}\n{sql}", self.module())
            .unwrap();
        let mut client = self.command("sh");
        client.args(["-c", "exec \"$0\" \"$@\" 2>&1"]).arg(programs().join("psql"));
        client.args(["-X", "-A", "-t", "-q", "-U", "postgres", "-h"]).arg(&self.folder).args(["-d", database]);
        let output = client.stdin(fs::File::open(&script).unwrap()).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        // The server's own source lines are of no interest.
        text.lines().filter(|line| !line.starts_with("LOCATION:")).map(str::to_owned).collect()
    }

    /// What the server has written so far.
    pub(crate) fn log(&self) -> String {
        fs::read_to_string(self.folder.join("log")).unwrap()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        let stopped = self
            .command(programs().join("pg_ctl"))
            .args(["stop", "-s", "-m", "immediate", "-w", "-D", "data"])
            .output();
        if std::thread::panicking() {
            let log = fs::read_to_string(self.folder.join("log")).unwrap_or_default();
            let end = log.lines().count().saturating_sub(40);
            eprintln!("the server's log:\n{}", log.lines().skip(end).collect::<Vec<_>>().join("\n"));
        } else {
            assert!(stopped.unwrap().status.success(), "the server did not stop");
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}
