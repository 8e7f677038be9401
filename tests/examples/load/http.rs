//! As much of an HTTP/1.1 client as a load needs: one kept-alive connection, answers with Content-Length.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;

use serde_json::Value;

use crate::Outcome;

/// A connection.
pub(crate) struct Client {
    reader: BufReader<TcpStream>,
    host: String,
}

impl Client {
    /// Connects to `http://HOST:PORT`.
    pub(crate) fn dial(url: &str) -> Outcome<Self> {
        let host =
            url.strip_prefix("http://").ok_or("the URL must be http://HOST:PORT (poligon up --plain)")?;
        let stream = TcpStream::connect(host)?;
        stream.set_nodelay(true)?;
        Ok(Self { reader: BufReader::new(stream), host: host.to_owned() })
    }

    /// Status and body of an answer.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &[u8],
    ) -> Outcome<(u16, Vec<u8>)> {
        let kind = if body.first() == Some(&b'<') { "application/xml" } else { "application/json" };
        let authorization =
            token.map(|token| format!("authorization: Bearer {token}\r\n")).unwrap_or_default();
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: {}\r\naccept: application/json\r\nuser-agent: poligon-load\r\n{authorization}content-type: {kind}\r\ncontent-length: {}\r\n\r\n",
            self.host,
            body.len()
        );
        let whole = [head.as_bytes(), body].concat();
        self.reader.get_mut().write_all(&whole)?;
        self.answer()
    }

    /// The JSON of an answer that must have this status.
    pub(crate) fn json(
        &mut self,
        method: &str,
        path: &str,
        token: Option<&str>,
        body: &[u8],
        status: u16,
    ) -> Outcome<Value> {
        let (got, answer) = self.send(method, path, token, body)?;
        if got != status {
            let text: String = String::from_utf8_lossy(&answer).chars().take(600).collect();
            return Err(format!("{method} {path}: {got} in place of {status}: {text}").into());
        }
        Ok(if answer.is_empty() { Value::Null } else { serde_json::from_slice(&answer)? })
    }

    fn answer(&mut self) -> Outcome<(u16, Vec<u8>)> {
        let (mut status, mut length, mut line) = (None, 0, String::new());
        loop {
            line.clear();
            if self.reader.read_line(&mut line)? == 0 {
                return Err("the server closed the connection".into());
            }
            let text = line.trim_end();
            if text.is_empty() {
                break;
            }
            match text.split_once(':') {
                None => status = text.split(' ').nth(1).and_then(|code| code.parse().ok()),
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = value.trim().parse()?
                }
                Some(_) => {}
            }
        }
        let mut body = vec![0; length];
        self.reader.read_exact(&mut body)?;
        Ok((status.ok_or("an answer without a status line")?, body))
    }
}

/// A member of an answer as text, by JSON pointer.
pub(crate) fn text(value: &Value, pointer: &str) -> Outcome<String> {
    let found = value.pointer(pointer).and_then(Value::as_str);
    Ok(found.ok_or_else(|| format!("no {pointer} in {value}"))?.to_owned())
}
