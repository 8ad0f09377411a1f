//! The server of the example `budget`, with real clients.

mod client;
mod run;

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use client::Client;

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
