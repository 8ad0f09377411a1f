//! The server of the example `budget`, with real clients.

mod run;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::Stdio;
use std::time::Duration;

/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

struct Client(TcpStream);

impl Client {
    fn new(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self(stream)
    }

    fn begin(mut self, method: &str, path: &str, len: usize) -> Self {
        write!(
            self.0,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len}\r\n\r\n"
        )
        .unwrap();
        self
    }

    fn send(mut self, body: &str) -> Self {
        self.0.write_all(body.as_bytes()).unwrap();
        self
    }

    /// The status, and the body.
    fn answer(mut self) -> (u16, String) {
        let mut answer = String::new();
        self.0.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }
}

#[test]
fn al04_a_greedy_request_is_refused_and_the_others_go_on() {
    let mut server = run::command("budget").arg("8").stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = out.next().unwrap().unwrap().replace("http://", "");
    let client = || Client::new(&address);
    let get = |path: &str| client().begin("GET", path, 0).answer();

    // A modest request is under way while greedy ones come.
    let modest = client().begin("POST", "/words", 18).send("to be or ");

    let (status, why) = get("/primes/1000000000000");
    assert_eq!(status, 413);
    assert_eq!(
        why,
        "scope `request` cannot allocate 1000000000001 bytes (align 1): it would exceed its limit of 65536 bytes, \
         of which 0 are used\n"
    );
    let long = "word ".repeat(40_000);
    let (status, why) = client().begin("POST", "/words", long.len()).send(&long).answer();
    assert!(status == 413 && why.contains("limit of 65536 bytes"), "{status} {why}");
    let (status, why) = get(&format!("/primes/{}", usize::MAX));
    assert!(status == 413 && why.contains("so much"), "{status} {why}");

    assert_eq!(get("/primes/1000"), (200, "168\n".to_owned()));
    assert_eq!(modest.send("not to be").answer(), (200, "2 be\n2 to\n1 not\n1 or\n".to_owned()));
    assert_eq!(get("/primes/60000"), (200, "6057\n".to_owned()));
    assert_eq!(get("/primes/none").0, 400);
    assert_eq!(get("/").0, 404);

    assert_eq!(out.next().unwrap().unwrap(), "refused: 3");
    assert!(server.wait().unwrap().success());
}
