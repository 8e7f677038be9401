//! The stream between hyper and a socket. It does what hyper leaves open for its HTTP/1.1 connections:
//!
//! - A head that is no HTTP is answered by hyper with a bare status before there is a request. Here that answer waits until
//!   the connection has shown the head to the handler, whose answer is written instead.
//! - After a request that was not read to its end the connection lingers: closing it with unread bytes makes the system reset
//!   it, and the client loses the answer that says why.
//!
//! And it ends a connection in good order that a scenario lets end too early: hyper only drops it.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker, ready};

use bytes::Bytes;
use http::StatusCode;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::sync::Notify;
use tokio::time::{Duration, Sleep, sleep};

use crate::Refusal;
use crate::socket::Cut;
use crate::unreadable;

/// Bytes of a head that are remembered.
const HEAD: usize = 1024;
/// How long the rest of a refused request is read and thrown away, and how much of it.
const LINGER: Duration = Duration::from_secs(1);
const LINGER_BYTES: usize = 8 << 20;

/// What connection and stream know together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Watch(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    seen: Mutex<Seen>,
    unread: Notify,
}

#[derive(Debug, Default)]
struct Seen {
    /// The beginning of what came since the last answer.
    head: Vec<u8>,
    /// The status that was answered last.
    answered: Option<StatusCode>,
    /// The head that hyper refused, for the connection.
    unread: Option<Unread>,
    /// The answer to it, for the stream, which is woken when it is there.
    answer: Option<Bytes>,
    waiting: Option<Waker>,
    linger: bool,
    aside: bool,
}

/// A head that hyper refused.
#[derive(Clone, Debug)]
pub(crate) struct Unread {
    /// Its beginning, as it came.
    pub(crate) head: Vec<u8>,
    /// Why it is refused.
    pub(crate) refusal: Refusal,
}

impl Watch {
    /// A request was answered; `cut`: it was not read to its end.
    pub(crate) fn answered(&self, status: StatusCode, cut: bool) {
        let mut seen = self.lock();
        seen.head.clear();
        seen.answered = Some(status);
        seen.linger |= cut;
    }

    /// From now on this is no HTTP, or another's: nothing is looked at.
    pub(crate) fn stand_aside(&self) {
        self.lock().aside = true;
    }

    /// Waits for a head that hyper refused; it then wants an [`answer`](Self::answer).
    pub(crate) async fn unread(&self) -> Unread {
        loop {
            self.0.unread.notified().await;
            if let Some(unread) = self.lock().unread.take() {
                return unread;
            }
        }
    }

    /// The answer to such a head, as bytes.
    pub(crate) fn answer(&self, answer: Bytes) {
        let mut seen = self.lock();
        seen.answer = Some(answer);
        if let Some(waiting) = seen.waiting.take() {
            waiting.wake();
        }
    }

    /// Whether this is hyper's own answer to a head that it could not read; the connection is told then.
    fn is_bare(&self, written: &[u8]) -> bool {
        let Some(status) = unreadable::bare_status(written) else { return false };
        let mut seen = self.lock();
        if seen.aside || seen.answered == Some(status) {
            // This may be an answer of ours without a body, or pass through a tunnel.
            return false;
        }
        let head = std::mem::take(&mut seen.head);
        let refusal = unreadable::refusal(status, &head);
        seen.unread = Some(Unread { head, refusal });
        seen.linger = true;
        self.0.unread.notify_one();
        true
    }

    fn poll_answer(&self, cx: &Context<'_>) -> Poll<Bytes> {
        let mut seen = self.lock();
        match seen.answer.take() {
            Some(answer) => Poll::Ready(answer),
            None => {
                seen.waiting = Some(cx.waker().clone());
                Poll::Pending
            }
        }
    }

    fn came(&self, bytes: &[u8]) {
        let mut seen = self.lock();
        let room = HEAD.saturating_sub(seen.head.len()).min(bytes.len());
        seen.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The stream.
#[derive(Debug)]
pub(crate) struct Watched<S: AsyncRead + AsyncWrite + Unpin> {
    stream: S,
    cut: Cut,
    watch: Watch,
    instead: Option<Instead>,
    linger: Option<Linger>,
}

/// An answer that is written instead of another.
#[derive(Debug)]
struct Instead {
    /// `None` until the handler has answered.
    answer: Option<Bytes>,
    written: usize,
    /// How many bytes hyper believes to have written.
    reported: usize,
}

#[derive(Debug)]
struct Linger {
    end: Pin<Box<Sleep>>,
    left: usize,
}

impl<S: AsyncRead + AsyncWrite + Unpin> Watched<S> {
    pub(crate) fn new(stream: S, watch: Watch, cut: Cut) -> Self {
        Self { stream, cut, watch, instead: None, linger: None }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Drop for Watched<S> {
    fn drop(&mut self) {
        if self.cut.ends() {
            // hyper drops what it could not end. There is nothing to wait with: what the socket does not take now is lost.
            let _ = Pin::new(&mut self.stream).poll_shutdown(&mut Context::from_waker(Waker::noop()));
        }
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncRead for Watched<S> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        ready!(Pin::new(&mut self.stream).poll_read(cx, buffer))?;
        self.watch.came(buffer.filled().get(before..).unwrap_or_default());
        Poll::Ready(Ok(()))
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Watched<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if self.begin_instead(bytes) {
            return self.write_instead(cx);
        }
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        // A bare answer is one piece.
        let first = pieces.iter().find(|piece| !piece.is_empty()).map_or(&[] as &[u8], |piece| piece);
        if self.begin_instead(first) {
            return self.write_instead(cx);
        }
        Pin::new(&mut self.stream).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.linger.is_none() {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            if !self.watch.lock().linger {
                return Poll::Ready(Ok(()));
            }
            self.linger = Some(Linger { end: Box::pin(sleep(LINGER)), left: LINGER_BYTES });
        }
        self.throw_away(cx)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> Watched<S> {
    fn begin_instead(&mut self, bytes: &[u8]) -> bool {
        if self.instead.is_none() {
            let bare = self.watch.is_bare(bytes);
            self.instead = bare.then(|| Instead { answer: None, written: 0, reported: bytes.len() });
        }
        self.instead.is_some()
    }

    fn write_instead(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        let Some(instead) = &mut self.instead else { return Poll::Ready(Ok(0)) };
        let answer = match instead.answer.take() {
            Some(answer) => answer,
            None => ready!(self.watch.poll_answer(cx)),
        };
        let answer = &*instead.answer.insert(answer);
        while let Some(rest) = answer.get(instead.written..).filter(|rest| !rest.is_empty()) {
            match ready!(Pin::new(&mut self.stream).poll_write(cx, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => instead.written += count,
            }
        }
        let reported = instead.reported;
        self.instead = None;
        Poll::Ready(Ok(reported))
    }

    fn throw_away(&mut self, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut piece = [0; 8192];
        while let Some(linger) = &mut self.linger {
            if linger.left == 0 || linger.end.as_mut().poll(cx).is_ready() {
                break;
            }
            let mut buffer = ReadBuf::new(&mut piece);
            match ready!(Pin::new(&mut self.stream).poll_read(cx, &mut buffer)) {
                Ok(()) if !buffer.filled().is_empty() => {
                    linger.left = linger.left.saturating_sub(buffer.filled().len());
                }
                // The end, or broken: nothing more comes.
                _ => break,
            }
        }
        Poll::Ready(Ok(()))
    }
}
