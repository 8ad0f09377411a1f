//! The server of the example `server`, with real clients at the same time.

mod client;
mod run;

use std::io::{BufRead, BufReader};
use std::process::Stdio;
use std::sync::Barrier;
use std::thread;

use client::Client;

const CLIENTS: usize = 12;
/// Every third is greedy.
const GREEDY: usize = CLIENTS / 3;

#[test]
fn al04_requests_at_the_same_time_each_in_its_scope() {
    let requests = CLIENTS * 3 + 2;
    let mut server = run::command("server").arg(requests.to_string()).stdout(Stdio::piped()).spawn().unwrap();
    let mut out = BufReader::new(server.stdout.take().unwrap()).lines();
    let address = out.next().unwrap().unwrap().replace("http://", "");

    let all_are_connected = Barrier::new(CLIENTS);
    thread::scope(|threads| {
        for n in 0..CLIENTS {
            let (address, all_are_connected) = (&address, &all_are_connected);
            threads.spawn(move || {
                for round in 0..3 {
                    let text =
                        if n % 3 == 0 { "word ".repeat(10_000) } else { format!("{n} or {round} or {n} ").repeat(200) };
                    let client = Client::new(address).begin("POST", "/words", text.len());
                    all_are_connected.wait();
                    let (status, answer) = client.send(&text).answer();
                    if n % 3 == 0 {
                        assert!(
                            status == 413 && answer.starts_with("scope `request` cannot allocate"),
                            "{status} {answer}"
                        );
                        assert!(answer.contains("limit of 65536 bytes"), "{answer}");
                    } else if n == round {
                        assert_eq!((status, answer), (200, format!("600 {n}\n400 or\n")));
                    } else {
                        assert_eq!((status, answer), (200, format!("400 {n}\n400 or\n200 {round}\n")));
                    }
                }
            });
        }
    });
    let client = Client::new(&address).begin("POST", "/words", 2).send_bytes(&[0xFF, 0xFE]);
    assert_eq!(client.answer(), (400, "the body is no text\n".to_owned()));

    // The answers are sent, so the scopes have ended.
    let (status, memory) = Client::new(&address).begin("GET", "/memory", 0).answer();
    assert!(status == 200 && memory.starts_with("requests: 0 bytes live in 0 blocks, "), "{memory}");
    let peak: usize =
        memory["requests: 0 bytes live in 0 blocks, ".len()..].split(' ').next().unwrap().parse().unwrap();
    assert!(peak > 0 && peak < CLIENTS * 100_000, "{memory}");

    assert_eq!(format!("{}\n", out.next().unwrap().unwrap()), memory);
    assert_eq!(out.next().unwrap().unwrap(), format!("answers not freed: 0, refused: {}", 3 * GREEDY));
    assert!(server.wait().unwrap().success());
}
