//! A web server on loopback, on several threads: each request has a scope, with a budget, for as long as it is under way.
//!
//! ```sh
//! cargo run --example server -- 3                             # serves three requests, then ends
//! curl http://127.0.0.1:PORT/words -d "to be or not to be"    # how often each word occurs
//! curl http://127.0.0.1:PORT/memory                           # what the requests under way hold
//! ```

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};
use std::time::Duration;
use std::{env, error, io, str};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::http::header::CONNECTION;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use memscope::source::{Heap, Tracking};
use memscope::{AllocError, Kept, MemCx, scope};
use tokio::net::TcpListener;
use tokio::sync::{Notify, Semaphore};
use tokio::task::yield_now;
use tokio::time::timeout;

/// Bytes that a request may hold at a time.
const BUDGET: usize = 64 * 1024;
/// Bytes that a client may send.
const BODY: usize = 1 << 20;
/// How many requests use the database at a time.
const CONNECTIONS: usize = 2;
/// After this the server ends, however few requests there were.
const PATIENCE: Duration = Duration::from_secs(30);

/// What all requests have in common.
struct Server {
    memory: Tracking<Heap>,
    database: Semaphore,
    /// Requests until the server ends.
    left: AtomicUsize,
    done: Notify,
    /// Answers that are not sent yet.
    answers: AtomicUsize,
    refused: AtomicUsize,
}

#[tokio::main(flavor = "multi_thread", worker_threads = 3)]
async fn main() -> Result<(), Box<dyn error::Error>> {
    let server = Arc::new(Server {
        memory: Tracking::new(Heap),
        database: Semaphore::new(CONNECTIONS),
        left: AtomicUsize::new(env::args().nth(1).map_or(Ok(3), |n| n.parse())?),
        done: Notify::new(),
        answers: AtomicUsize::new(0),
        refused: AtomicUsize::new(0),
    });
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);

    let routes = Router::new()
        .route("/words", post(words).layer(DefaultBodyLimit::max(BODY)))
        .route("/memory", get(memory))
        .with_state(server.clone());
    let until = server.clone();
    let serve = axum::serve(listener, routes).with_graceful_shutdown(async move { until.done.notified().await });
    timeout(PATIENCE, serve.into_future()).await.map_err(|_| io::Error::from(io::ErrorKind::TimedOut))??;

    let Server { memory, answers, refused, .. } = &*server;
    println!("requests: {}", memory.total());
    println!("answers not freed: {answers:?}, refused: {refused:?}");
    Ok(())
}

/// The future is `Send`, so that any thread may go on with it: over the `.await` it holds what is in its scope, but not the
/// handle.
async fn words(State(server): State<Arc<Server>>, body: Bytes) -> Response {
    let _counted = Countdown(&server);
    let Ok(text) = str::from_utf8(&body) else { return reply(StatusCode::BAD_REQUEST, "the body is no text\n") };

    scope!(request, from = &server.memory, limit = BUDGET);
    match count(request, text) {
        Ok(counts) => {
            save(&server, counts).await;
            reply(StatusCode::OK, answer(&server, counts))
        }
        Err(refusal) => {
            server.refused.fetch_add(1, Relaxed);
            reply(StatusCode::PAYLOAD_TOO_LARGE, format!("{refusal}\n"))
        }
    }
}

/// The words with their number, the most frequent first.
fn count<'cx>(cx: MemCx<'cx>, text: &'cx str) -> Result<&'cx [(&'cx str, usize)], AllocError> {
    scope!(tmp in cx);
    let words = tmp.try_alloc_iter(text.split_whitespace())?;
    words.sort_unstable();
    let counts = cx.try_alloc_iter(words.chunk_by(|a, b| a == b).map(|same| (same[0], same.len())))?;
    counts.sort_by(|(_, a), (_, b)| b.cmp(a));
    Ok(counts)
}

/// Stands for a database, which few may use at a time.
async fn save(server: &Server, counts: &[(&str, usize)]) {
    let connection = server.database.acquire().await;
    for _ in counts {
        yield_now().await;
    }
    drop(connection);
}

/// Text in memory of its own, which hyper sends from there, and frees when it is sent.
fn answer(server: &Arc<Server>, counts: &[(&str, usize)]) -> Bytes {
    let text = Kept::<&'static [u8]>::new(|cx| {
        cx.adopt(Answer::new(server));
        let lines = cx.alloc_iter(counts.iter().map(|(word, count)| &*cx.alloc_fmt(format_args!("{count} {word}\n"))));
        cx.alloc_iter(lines.iter().flat_map(|line| line.bytes()))
    });
    Bytes::from_owner(text)
}

async fn memory(State(server): State<Arc<Server>>) -> Response {
    let _counted = Countdown(&server);
    reply(StatusCode::OK, format!("requests: {}\n", server.memory.total()))
}

fn reply(status: StatusCode, body: impl Into<Body>) -> Response {
    (status, [(CONNECTION, "close")], body.into()).into_response()
}

/// Counts a request when it has been handled.
struct Countdown<'s>(&'s Server);

impl Drop for Countdown<'_> {
    fn drop(&mut self) {
        if self.0.left.fetch_sub(1, Relaxed) == 1 {
            self.0.done.notify_one();
        }
    }
}

/// Counts an answer as long as it is in memory.
struct Answer(Arc<Server>);

impl Answer {
    fn new(server: &Arc<Server>) -> Self {
        server.answers.fetch_add(1, Relaxed);
        Self(server.clone())
    }
}

impl Drop for Answer {
    fn drop(&mut self) {
        self.0.answers.fetch_sub(1, Relaxed);
    }
}
