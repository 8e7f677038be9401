//! The socket of a connection, which can be made to end in a reset instead of in good order.

use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// 0 stands for an end as usual.
const ENDS: u8 = 1;
const RESETS: u8 = 2;

/// How a connection is to end; clones mean the same connection.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut(Arc<AtomicU8>);

impl Cut {
    /// It ends in good order though hyper gives it up: with close_notify where there is TLS.
    pub(crate) fn end(&self) {
        self.0.store(ENDS, Ordering::Release);
    }

    /// It is reset.
    pub(crate) fn reset(&self) {
        self.0.store(RESETS, Ordering::Release);
    }

    /// Whether it is to end in good order.
    pub(crate) fn ends(&self) -> bool {
        self.0.load(Ordering::Acquire) == ENDS
    }

    fn resets(&self) -> bool {
        self.0.load(Ordering::Acquire) == RESETS
    }
}

/// The socket.
#[derive(Debug)]
pub(crate) struct Socket {
    stream: TcpStream,
    cut: Cut,
}

impl Socket {
    pub(crate) fn new(stream: TcpStream, cut: Cut) -> Self {
        Self { stream, cut }
    }
}

impl Drop for Socket {
    fn drop(&mut self) {
        if self.cut.resets() {
            // Closing with a linger of zero sends RST.
            let _ = self.stream.set_zero_linger();
        }
    }
}

impl AsyncRead for Socket {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buffer)
    }
}

impl AsyncWrite for Socket {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, bytes)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        pieces: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write_vectored(cx, pieces)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if self.cut.resets() {
            // A FIN before the RST would be an end in good order.
            return Poll::Ready(Ok(()));
        }
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
