//! The journal: the ordered list of exchanges of a sandbox. Bounded by bytes: past the bound of memory the oldest bodies
//! go to disk, past the bound of the disk (or without one) the oldest exchanges are forgotten. Numbers go on.

use std::collections::VecDeque;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use poligon_world::SandboxName;
use serde::Serialize;
use time::OffsetDateTime;

use crate::body::{Body, Cut};
use crate::exchange::{KeptRequest, KeptResponse};
use crate::headers::Headers;
use crate::shared::Recent;
use crate::spool::Spool;
use crate::{Answer, Exchange, ExchangeId, Finding, Request};

/// Bytes kept of a body that can neither stay in memory nor go to disk.
const HEAD: usize = 4 * 1024;
/// Most bytes kept of a path, and of a query.
const TARGET: usize = 4 * 1024;

/// How much a journal keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// Bytes in memory, metadata and bodies together.
    pub resident: usize,
    /// Bytes of bodies in memory; the oldest go to disk beyond this.
    pub bodies: usize,
    /// A body longer than this goes to disk at once.
    pub body: usize,
    /// Bytes on disk.
    pub disk: u64,
}

impl Default for Bounds {
    /// 36 MiB in memory, of which bodies 6 MiB, bodies over 64 KiB to disk, 1 GiB on disk. That is room for 100 000 exchanges
    /// and keeps the process below the 64 MiB of architecture §9: few bodies stay, because each that goes to disk later leaves
    /// a hole that fits nothing but another body.
    fn default() -> Self {
        Self { resident: 36 << 20, bodies: 6 << 20, body: 64 << 10, disk: 1 << 30 }
    }
}

/// Which exchanges to show; the default is all of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Only the last so many of those that match.
    pub last: Option<usize>,
    /// Only those with a failed finding.
    pub failed: bool,
    /// Only those of this institution.
    pub institution: Option<String>,
    /// Only those of this operation; a name that ends with `.` means all operations that start with it.
    pub operation: Option<String>,
    /// Only those with a greater number.
    pub since: Option<ExchangeId>,
}

/// How full a journal is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tally {
    /// Exchanges that are kept.
    pub kept: usize,
    /// Exchanges recorded so far, forgotten ones included.
    pub recorded: u64,
    /// Bytes in memory.
    pub resident: usize,
    /// Bytes on disk.
    pub on_disk: u64,
}

/// The journal of one sandbox; clones share it.
#[derive(Clone, Debug, Default)]
pub struct Journal {
    inner: Arc<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    bounds: Bounds,
    spool: Option<Spool>,
    ring: Mutex<Ring>,
    recent: Mutex<RecentBlocks>,
}

/// What exchanges have in common.
#[derive(Debug, Default)]
struct RecentBlocks {
    headers: Recent<u8>,
    findings: Recent<Finding>,
}

#[derive(Debug, Default)]
struct Ring {
    exchanges: VecDeque<Arc<Exchange>>,
    recorded: u64,
    resident: usize,
    /// The part of `resident` that is bodies.
    bodies: usize,
    /// Exchanges up to this number were spilled already.
    spilled: u64,
}

impl Journal {
    /// An empty journal. Without a spool directory long bodies are cut and the oldest exchanges are forgotten sooner.
    pub fn new(bounds: Bounds, spool: Option<PathBuf>) -> Self {
        let spool = spool.map(Spool::new);
        let inner = Inner { bounds, spool, ring: Mutex::default(), recent: Mutex::default() };
        Self { inner: Arc::new(inner) }
    }

    /// Records an exchange and gives it its number.
    pub fn record(
        &self,
        sandbox: &SandboxName,
        institution: &'static str,
        at: OffsetDateTime,
        request: &Request,
        answer: &Answer,
    ) -> Arc<Exchange> {
        let exchange = self.inner.keep(sandbox, institution, at, request, answer);
        let exchange = self.lock().push(exchange);
        self.inner.make_room();
        exchange
    }

    /// The last `n` exchanges, oldest first.
    pub fn last(&self, n: usize) -> Vec<Arc<Exchange>> {
        self.select(&Query { last: Some(n), ..Query::default() })
    }

    /// The exchange of this number, unless it was forgotten.
    pub fn find(&self, id: ExchangeId) -> Option<Arc<Exchange>> {
        let ring = self.lock();
        let index = ring.index(id)?;
        ring.exchanges.get(index).cloned()
    }

    /// The exchanges that a query asks for, oldest first.
    pub fn select(&self, query: &Query) -> Vec<Arc<Exchange>> {
        let most = query.last.unwrap_or(usize::MAX);
        let ring = self.lock();
        let mut found: Vec<_> = ring
            .exchanges
            .iter()
            .rev()
            .take_while(|exchange| query.since.is_none_or(|since| exchange.id > since))
            .filter(|exchange| query.fits(exchange))
            .take(most)
            .cloned()
            .collect();
        found.reverse();
        found
    }

    /// Forgets all exchanges, on disk too; the numbers go on.
    pub fn clear(&self) {
        let forgotten = self.lock().clear();
        let mut recent = self.inner.recent();
        recent.headers.clear();
        recent.findings.clear();
        drop(recent);
        if let Some(spool) = &self.inner.spool {
            spool.rotate();
        }
        drop(forgotten);
    }

    /// How full it is.
    pub fn tally(&self) -> Tally {
        let on_disk = self.inner.on_disk();
        let ring = self.lock();
        Tally { kept: ring.exchanges.len(), recorded: ring.recorded, resident: ring.resident, on_disk }
    }

    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.inner.lock()
    }
}

impl Query {
    fn fits(&self, exchange: &Exchange) -> bool {
        let operation = exchange.operation.map_or("", |operation| operation.name);
        self.institution.as_ref().is_none_or(|name| name == exchange.institution)
            && self.operation.as_ref().is_none_or(|name| match name.strip_suffix('.') {
                Some(_) => operation.starts_with(name.as_str()),
                None => operation == name,
            })
            && (!self.failed || exchange.failed())
    }
}

impl Inner {
    fn lock(&self) -> MutexGuard<'_, Ring> {
        self.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn recent(&self) -> MutexGuard<'_, RecentBlocks> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn on_disk(&self) -> u64 {
        self.spool.as_ref().map_or(0, Spool::on_disk)
    }

    /// Copies what is kept, since the originals are slices of a connection's read buffer and would hold all of it.
    fn keep(
        &self,
        sandbox: &SandboxName,
        institution: &'static str,
        at: OffsetDateTime,
        request: &Request,
        answer: &Answer,
    ) -> Exchange {
        let response = &answer.response;
        let (request_body, response_body) = (self.body(&request.body), self.body(&response.body));
        let mut recent = self.recent();
        Exchange {
            id: ExchangeId(0),
            sandbox: sandbox.clone(),
            institution,
            operation: answer.operation,
            at,
            request: KeptRequest {
                method: request.method.clone(),
                path: head(&request.path),
                query: request.query.as_deref().map(head),
                peer: request.peer,
                headers: Headers::of(&request.headers, &mut recent.headers),
                body: request_body,
            },
            response: KeptResponse {
                status: response.status,
                headers: Headers::of(&response.headers, &mut recent.headers),
                body: response_body,
            },
            findings: recent.findings.keep(&answer.findings),
        }
    }

    fn body(&self, bytes: &Bytes) -> Body {
        if bytes.len() <= self.bounds.body {
            return Body::Resident(Box::from(bytes.as_ref()));
        }
        self.spill(bytes)
    }

    fn spill(&self, bytes: &[u8]) -> Body {
        let cut = |why| {
            let head = Bytes::copy_from_slice(bytes.get(..HEAD).unwrap_or(bytes));
            Body::Cut(Box::new(Cut { head, len: bytes.len() as u64, why }))
        };
        let Some(spool) = &self.spool else {
            return cut("it is too long to keep in memory, and there is no spool directory");
        };
        if bytes.len() as u64 > self.bounds.disk {
            return cut("it is longer than all that the journal may keep on disk");
        }
        match spool.append(bytes) {
            Ok(slice) => Body::Spilled(slice),
            Err(_) => cut("it is too long to keep in memory, and the spool directory cannot be written"),
        }
    }

    /// Brings memory and disk back under their bounds. Disk is written without the ring's lock.
    fn make_room(&self) {
        if self.spool.is_some() {
            let victims = self.lock().victims(&self.bounds);
            for victim in victims {
                let spilled = self.spilled(&victim);
                self.lock().replace(spilled);
            }
        }
        loop {
            let mut ring = self.lock();
            if ring.resident <= self.bounds.resident && self.on_disk() <= self.bounds.disk {
                return;
            }
            let Some(forgotten) = ring.forget() else { return };
            drop(ring);
            // Dropping may remove a file, which is no work to do under a lock.
            drop(forgotten);
        }
    }

    /// The same exchange with its bodies on disk.
    fn spilled(&self, exchange: &Exchange) -> Exchange {
        let mut exchange = exchange.clone();
        for body in [&mut exchange.request.body, &mut exchange.response.body] {
            if let Body::Resident(bytes) = body
                && !bytes.is_empty()
            {
                *body = self.spill(bytes);
            }
        }
        exchange
    }
}

impl Ring {
    fn push(&mut self, mut exchange: Exchange) -> Arc<Exchange> {
        self.recorded += 1;
        exchange.id = ExchangeId(self.recorded);
        self.count(&exchange);
        let exchange = Arc::new(exchange);
        self.exchanges.push_back(Arc::clone(&exchange));
        exchange
    }

    fn index(&self, id: ExchangeId) -> Option<usize> {
        let first = self.exchanges.front()?.id.0;
        usize::try_from(id.0.checked_sub(first)?).ok()
    }

    /// The oldest exchanges whose bodies are still in memory, when there is too much in memory: enough of them that this
    /// is not asked again at the next exchange.
    fn victims(&mut self, bounds: &Bounds) -> Vec<Arc<Exchange>> {
        if self.resident <= bounds.resident && self.bodies <= bounds.bodies {
            return Vec::new();
        }
        let beyond = |size: usize, bound: usize| size.saturating_sub(bound - bound / 8);
        let excess = beyond(self.resident, bounds.resident).max(beyond(self.bodies, bounds.bodies));
        let first = self.index(ExchangeId(self.spilled + 1)).unwrap_or(0);
        let (mut freed, mut victims) = (0, Vec::new());
        for exchange in self.exchanges.iter().skip(first) {
            if freed >= excess {
                break;
            }
            self.spilled = exchange.id.0;
            let bodies = exchange.bodies();
            if bodies > 0 {
                freed += bodies;
                victims.push(Arc::clone(exchange));
            }
        }
        victims
    }

    fn replace(&mut self, exchange: Exchange) {
        let Some(index) = self.index(exchange.id) else { return };
        let Some(place) = self.exchanges.get_mut(index) else { return };
        let before = std::mem::replace(place, Arc::new(exchange));
        let after = Arc::clone(place);
        self.count(&after);
        self.discount(&before);
    }

    fn forget(&mut self) -> Option<Arc<Exchange>> {
        let oldest = self.exchanges.pop_front()?;
        self.discount(&oldest);
        Some(oldest)
    }

    fn clear(&mut self) -> VecDeque<Arc<Exchange>> {
        (self.resident, self.bodies) = (0, 0);
        self.spilled = self.recorded;
        std::mem::take(&mut self.exchanges)
    }

    fn count(&mut self, exchange: &Exchange) {
        self.resident += exchange.resident();
        self.bodies += exchange.bodies();
    }

    fn discount(&mut self, exchange: &Exchange) {
        self.resident = self.resident.saturating_sub(exchange.resident());
        self.bodies = self.bodies.saturating_sub(exchange.bodies());
    }
}

fn head(text: &str) -> Box<str> {
    let mut end = text.len().min(TARGET);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default().into()
}
