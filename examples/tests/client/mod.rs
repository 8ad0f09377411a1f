//! A client of a server on loopback, without a library: what it waits for is bounded.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::time::Duration;

/// How long a client waits for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Client(TcpStream);

impl Client {
    pub(crate) fn new(address: &str) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream.set_write_timeout(Some(PATIENCE)).unwrap();
        Self(stream)
    }

    pub(crate) fn begin(mut self, method: &str, path: &str, len: usize) -> Self {
        write!(
            self.0,
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {len}\r\n\r\n"
        )
        .unwrap();
        self
    }

    pub(crate) fn send(self, body: &str) -> Self {
        self.send_bytes(body.as_bytes())
    }

    pub(crate) fn send_bytes(mut self, body: &[u8]) -> Self {
        self.0.write_all(body).unwrap();
        self
    }

    /// The status, and the body.
    pub(crate) fn answer(mut self) -> (u16, String) {
        let mut answer = String::new();
        self.0.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }
}
