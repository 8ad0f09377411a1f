//! A server on loopback in which each request has a budget of memory. A greedy request is refused, in words; the others
//! go on.
//!
//! ```sh
//! cargo run --example budget -- 3                             # serves three requests, then ends
//! curl http://127.0.0.1:PORT/words -d "to be or not to be"    # how often each word occurs
//! curl http://127.0.0.1:PORT/primes/1000                      # how many there are up to there
//! curl http://127.0.0.1:PORT/primes/1000000000000             # 413, and why
//! ```

use std::error::Error;
use std::io::{self, Read};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use std::{env, str, thread};

use memscope::{AllocError, MemCx, scope};
use tiny_http::{Request, Response, Server, StatusCode};

/// Bytes that a request may hold at a time, body and answer included.
const BUDGET: usize = 64 * 1024;
/// What is added to that when it is used up, for the words that say so.
const RESERVE: usize = 256;
/// How many requests are handled at a time.
const WORKERS: usize = 3;
/// How long the server waits for the next request before it ends.
const PATIENCE: Duration = Duration::from_secs(30);

fn main() -> Result<(), Box<dyn Error + Send + Sync>> {
    let requests = env::args().nth(1).map_or(Ok(3), |n| n.parse())?;
    let server = Server::http("127.0.0.1:0")?;
    println!("http://{}", server.server_addr());

    let left = AtomicUsize::new(requests);
    let refused = AtomicUsize::new(0);
    thread::scope(|threads| {
        for _ in 0..WORKERS {
            threads.spawn(|| work(&server, &left, &refused));
        }
    });
    println!("refused: {refused:?}");
    Ok(())
}

fn work(server: &Server, left: &AtomicUsize, refused: &AtomicUsize) {
    while left.fetch_update(Relaxed, Relaxed, |left| left.checked_sub(1)).is_ok() {
        let Ok(Some(request)) = server.recv_timeout(PATIENCE) else { return };
        match answer(request) {
            Ok(true) => {}
            Ok(false) => _ = refused.fetch_add(1, Relaxed),
            Err(error) => eprintln!("the client is gone: {error}"),
        }
    }
}

/// Why there is no answer.
enum Failure {
    Refused(AllocError),
    Malformed(&'static str),
    NotFound,
    Gone(io::Error),
}

impl From<AllocError> for Failure {
    fn from(refusal: AllocError) -> Self {
        Self::Refused(refusal)
    }
}

/// Returns whether the budget was enough.
fn answer(mut request: Request) -> io::Result<bool> {
    scope!(cx, name = "request", limit = BUDGET);
    let (status, text) = match handle(cx, &mut request) {
        Ok(text) => (200, text),
        Err(Failure::NotFound) => (404, "nothing is here\n"),
        Err(Failure::Malformed(what)) => (400, what),
        Err(Failure::Gone(error)) => return Err(error),
        Err(Failure::Refused(refusal)) => {
            cx.set_limit(BUDGET + RESERVE).map_err(io::Error::other)?;
            (413, &*cx.alloc_fmt(format_args!("{refusal}\n")))
        }
    };
    // Sent from the memory of the scope.
    request.respond(Response::new(StatusCode(status), Vec::new(), text.as_bytes(), Some(text.len()), None))?;
    Ok(status != 413)
}

/// Allocates by the functions with `try_` only, so that no request can bring its thread down.
fn handle<'cx>(cx: MemCx<'cx>, request: &mut Request) -> Result<&'cx str, Failure> {
    if request.url() == "/words" {
        let body = body(cx, request.as_reader())?;
        return words(cx, str::from_utf8(body).map_err(|_| Failure::Malformed("the body is no text\n"))?);
    }
    let last = request.url().strip_prefix("/primes/").ok_or(Failure::NotFound)?;
    let last = last.parse().map_err(|_| Failure::Malformed("up to which number?\n"))?;
    let count = primes(cx, last)?;
    Ok(cx.try_alloc_fmt(format_args!("{count}\n"))?)
}

/// What the client sends, up to the budget and no further.
fn body<'cx>(cx: MemCx<'cx>, reader: &mut dyn Read) -> Result<&'cx [u8], Failure> {
    let mut body = cx.vec();
    let mut part = [0; 4096];
    loop {
        match reader.read(&mut part).map_err(Failure::Gone)? {
            0 => return Ok(body.into_slice()),
            len => body.try_extend_from_slice(&part[..len])?,
        }
    }
}

/// The words with their number, the most frequent first.
fn words<'cx>(cx: MemCx<'cx>, text: &str) -> Result<&'cx str, Failure> {
    scope!(tmp in cx);
    let words = tmp.try_alloc_iter(text.split_whitespace())?;
    words.sort_unstable();
    let groups = tmp.try_alloc_iter(words.chunk_by(|a, b| a == b).map(|group| (group.len(), group[0])))?;
    groups.sort_by(|(a, _), (b, _)| b.cmp(a));

    let mut answer = cx.string();
    for (count, word) in groups {
        for part in [&*tmp.try_alloc_fmt(format_args!("{count} "))?, word, "\n"] {
            answer.try_push_str(part)?;
        }
    }
    Ok(answer.into_str())
}

/// The sieve of Eratosthenes: a byte for each number, however many the client asks for.
fn primes(cx: MemCx<'_>, last: usize) -> Result<usize, AllocError> {
    scope!(tmp in cx, name = "sieve");
    let composite = tmp.try_alloc_slice_default::<bool>(last.saturating_add(1))?;
    let mut count = 0;
    for n in 2..composite.len() {
        if !composite[n] {
            count += 1;
            for multiple in (n * n..composite.len()).step_by(n) {
                composite[multiple] = true;
            }
        }
    }
    Ok(count)
}
