//! A room: one sandbox with the desks of all institutions and its journal.

use std::collections::BTreeMap;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock};

use http::StatusCode;
use poligon_world::Sandbox;
use poligon_world::clock::Run;
use poligon_world::settings::Position;
use time::OffsetDateTime;

use crate::store::{Changed, Event, Kept, Log, Outcome, Plan};
use crate::{
    Answer, Check, Cue, Desk, Directed, Director, Effects, Evidence, Exchange, Finding, Journal, Registry,
    Request, Response, TlsFault,
};

/// One sandbox with the desks of all institutions and its journal.
pub struct Room {
    /// The sandbox. Change its clock and settings inside [`change`](Room::change).
    pub sandbox: Arc<Sandbox>,
    /// Its journal.
    pub journal: Journal,
    pub(crate) plan: Plan,
    desks: BTreeMap<&'static str, Arc<dyn Desk>>,
    /// Who is asked before and after the desks; `None`: nobody.
    director: RwLock<Option<Arc<dyn Director>>>,
    /// Where everything that happens is kept; `None`: nowhere.
    keeping: Option<Keeping>,
}

/// An answer on its way to the client.
#[derive(Clone, Debug)]
pub struct Delivery {
    /// The answer.
    pub answer: Answer,
    /// What happens to it on the wire.
    pub effects: Effects,
    /// The exchange as recorded; `None` when it could not be kept and the answer says so.
    pub exchange: Option<Arc<Exchange>>,
}

/// Why no director was let in.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the sandbox „{0}” is kept in a store, which plays its requests again after a restart and would not know what a scenario did to them; leave out --state, or load the scenario into another process"
)]
pub struct Undirected(pub String);

/// Stands for the institution of requests that led to none.
pub const EDGE: &str = "gateway";

/// Where a room keeps what happens.
struct Keeping {
    log: Log,
    /// Clock and settings as the log knows them.
    known: Mutex<(Run, Position)>,
}

/// A change, or an exchange, that could not be kept.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{sentence}. {}", check.remedy)]
pub struct Unkept {
    /// The check that failed.
    pub check: &'static Check,
    /// What was seen.
    pub sentence: String,
}

type Desked<'a> = (&'static str, &'a Arc<dyn Desk>);

impl Room {
    pub(crate) fn open(registry: &Registry, sandbox: Arc<Sandbox>, journal: Journal, plan: Plan) -> Self {
        let desks = registry
            .all()
            .iter()
            .map(|institution| (institution.name(), institution.open(Arc::clone(&sandbox))))
            .collect();
        Self { sandbox, journal, plan, desks, director: RwLock::default(), keeping: None }
    }

    /// The same room, which keeps what happens in this log from now on.
    pub(crate) fn keeping(mut self, log: Log) -> Self {
        let known = Mutex::new(self.position());
        self.keeping = Some(Keeping { log, known });
        self
    }

    /// Answers a request at an institution's desk and records the exchange; `None` when there is no such institution.
    pub fn exchange(&self, institution: &str, request: Request) -> Option<Response> {
        Some(self.answer(institution, &request)?.response)
    }

    /// The same with operation and findings.
    pub fn answer(&self, institution: &str, request: &Request) -> Option<Answer> {
        Some(self.deliver(institution, request)?.answer)
    }

    /// The same with what happens to the answer on the wire. A room that is kept in a store answers one request at a time,
    /// and only when the exchange is on the disk; else it refuses.
    pub fn deliver(&self, institution: &str, request: &Request) -> Option<Delivery> {
        let desk = self.desk(institution)?;
        match &self.keeping {
            None => Some(self.answer_at(desk, self.sandbox.clock.now(), request)),
            Some(keeping) => Some(self.answer_and_keep(keeping, desk, request)),
        }
    }

    /// Has an institution's desk answer the operator; `None` when there is no such institution. What may change its state is
    /// kept, like an exchange, and stands in no journal.
    pub fn administer(&self, institution: &str, request: &Request) -> Option<Response> {
        let desk = self.desk(institution)?;
        let reads = matches!(request.method, http::Method::GET | http::Method::HEAD);
        let answer = match &self.keeping {
            Some(keeping) if !reads => self
                .done_and_kept(keeping, &mut keeping.log.turn(), desk, request, true)
                .map_or_else(|unkept| unkept.answer(), |(answer, _)| answer),
            _ => desk.1.administer(request),
        };
        Some(answer.response)
    }

    /// Lets a director in, in the place of the one before; `None` sends that one away.
    ///
    /// # Errors
    /// When the sandbox is kept in a store.
    pub fn direct(&self, director: Option<Arc<dyn Director>>) -> Result<(), Undirected> {
        if self.keeping.is_some() && director.is_some() {
            return Err(Undirected(self.sandbox.name.to_string()));
        }
        let old = {
            let mut place = self.director.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut *place, director)
        };
        drop(old);
        Ok(())
    }

    /// What goes wrong in the next TLS handshake at this institution's listener.
    pub fn handshake(&self, institution: &'static str, server_name: Option<&str>) -> Option<TlsFault> {
        self.director()?.handshake(institution, server_name)
    }

    /// The institution of this name, if it has a desk here.
    pub fn institution(&self, name: &str) -> Option<&'static str> {
        self.desk(name).map(|(name, _)| name)
    }

    /// What an institution's view shows under a key; `None` when there is nothing, or no such institution.
    pub fn view(&self, institution: &str, view: &str, key: &str) -> Option<serde_json::Value> {
        self.desk(institution)?.1.view(view, key)
    }

    /// Records that `check` refused a request before any desk saw it, for `sentence`; `institution` is one with a desk here,
    /// or [`EDGE`]. Gives what is to be answered: that
    /// response, or another when this could not be kept.
    pub fn refuse(
        &self,
        institution: &'static str,
        request: &Request,
        response: Response,
        check: &'static Check,
        sentence: &str,
    ) -> Response {
        let answer = refusal(response, check, sentence.to_owned());
        let Some(keeping) = &self.keeping else {
            self.note_refusal(institution, self.sandbox.clock.now(), request, &answer);
            return answer.response;
        };
        let mut kept = keeping.log.turn();
        if let Some((check, sentence)) = keeping.log.refusal(&kept) {
            return Unkept { check, sentence }.answer().response;
        }
        let held = self.sandbox.clock.hold(None);
        let happened = Event::Refused {
            at: held.at(),
            institution: institution.to_owned(),
            request: request.clone(),
            response: answer.response.clone(),
            check: check.id.to_owned(),
            sentence: sentence.to_owned(),
        };
        if let Err(unkept) = self.keep(keeping, &mut kept, happened) {
            return unkept.answer().response;
        }
        self.note_refusal(institution, held.at(), request, &answer);
        answer.response
    }

    /// Changes clock or settings, alone, and keeps what changed.
    ///
    /// # Errors
    /// When it cannot be kept; a restart will not know of the change then.
    pub fn change<T>(&self, change: impl FnOnce(&Sandbox) -> T) -> Result<T, Unkept> {
        let Some(keeping) = &self.keeping else { return Ok(change(&self.sandbox)) };
        let mut kept = keeping.log.turn();
        let changed = change(&self.sandbox);
        self.keep_all(keeping, &mut kept, Vec::new())?;
        Ok(changed)
    }

    /// Clears the journal, and keeps that.
    ///
    /// # Errors
    /// As [`change`](Self::change).
    pub fn clear_journal(&self) -> Result<(), Unkept> {
        if let Some(keeping) = &self.keeping {
            let mut kept = keeping.log.turn();
            let cleared = Changed { cleared: true, ..Changed::default() };
            self.keep_all(keeping, &mut kept, vec![Event::Changed(cleared)])?;
        }
        self.journal.clear();
        Ok(())
    }

    /// Lets nothing that happens from now on reach the log.
    pub(crate) fn retire(&self) {
        if let Some(keeping) = &self.keeping {
            keeping.log.turn().retired = true;
        }
    }

    /// Whether memory is ahead of the log, so that the sandbox must be opened anew.
    pub(crate) fn is_lost(&self) -> bool {
        self.keeping.as_ref().is_some_and(|keeping| keeping.log.is_lost())
    }

    /// Entries and bytes of the log, and the turn, which the caller may keep while it reads the log; `None` without one.
    pub(crate) fn turn(&self) -> Option<MutexGuard<'_, Kept>> {
        self.keeping.as_ref().map(|keeping| keeping.log.turn())
    }

    pub(crate) fn desk(&self, institution: &str) -> Option<Desked<'_>> {
        self.desks.get_key_value(institution).map(|(name, desk)| (*name, desk))
    }

    pub(crate) fn note_refusal(
        &self,
        institution: &'static str,
        at: OffsetDateTime,
        request: &Request,
        answer: &Answer,
    ) {
        self.journal.record(&self.sandbox.name, institution, at, request, answer);
    }

    fn director(&self) -> Option<Arc<dyn Director>> {
        self.director.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn answer_at(&self, (name, desk): Desked<'_>, at: OffsetDateTime, request: &Request) -> Delivery {
        let Directed { answer, effects } = match self.director() {
            None => desk.answer(request).into(),
            Some(director) => {
                let operation = desk.operation(request);
                let cue = Cue { sandbox: &self.sandbox, institution: name, operation, request };
                director.direct(&cue, &mut || desk.answer(request))
            }
        };
        let exchange = self.journal.record(&self.sandbox.name, name, at, request, &answer);
        Delivery { answer, effects, exchange: Some(exchange) }
    }

    fn answer_and_keep(&self, keeping: &Keeping, desk: Desked<'_>, request: &Request) -> Delivery {
        // Held until the exchange is recorded, so that the journal has the order of the log.
        let mut kept = keeping.log.turn();
        match self.done_and_kept(keeping, &mut kept, desk, request, false) {
            Ok((answer, at)) => {
                let exchange = self.journal.record(&self.sandbox.name, desk.0, at, request, &answer);
                Delivery { answer, effects: Effects::default(), exchange: Some(exchange) }
            }
            Err(unkept) => unkept.answer().into(),
        }
    }

    /// Has a desk answer a client or the operator, and keeps that it did.
    fn done_and_kept(
        &self,
        keeping: &Keeping,
        kept: &mut Kept,
        (name, desk): Desked<'_>,
        request: &Request,
        admin: bool,
    ) -> Result<(Answer, OffsetDateTime), Unkept> {
        if let Some((check, sentence)) = keeping.log.refusal(kept) {
            return Err(Unkept { check, sentence });
        }
        // Played again, all of it happens at one time; so it does now.
        let held = self.sandbox.clock.hold(None);
        let answered = catch_unwind(AssertUnwindSafe(|| match admin {
            true => desk.administer(request),
            false => desk.answer(request),
        }));
        let outcome =
            answered.as_ref().map_or(Outcome::Panicked, |answer| Outcome::answered(&answer.response));
        let happened = Event::Exchange {
            at: held.at(),
            institution: name.to_owned(),
            admin,
            request: request.clone(),
            outcome,
        };
        let done = self.keep(keeping, kept, happened);
        let answer = answered.unwrap_or_else(|panic| resume_unwind(panic));
        done.map(|()| (answer, held.at()))
    }

    fn keep(&self, keeping: &Keeping, kept: &mut Kept, happened: Event) -> Result<(), Unkept> {
        self.keep_all(keeping, kept, vec![happened])
    }

    /// Appends what happened, after whatever somebody changed since the last entry.
    fn keep_all(&self, keeping: &Keeping, kept: &mut Kept, happened: Vec<Event>) -> Result<(), Unkept> {
        if kept.retired {
            return Ok(());
        }
        let unkept = |sentence| Unkept { check: &crate::store::checks::KEPT, sentence };
        let position = self.position();
        let mut known = keeping.known.lock().unwrap_or_else(PoisonError::into_inner);
        let changed = Changed {
            clock: (position.0 != known.0).then_some(position.0),
            settings: (position.1 != known.1).then(|| position.1.clone()),
            cleared: false,
        };
        let mut events = Vec::new();
        if changed != Changed::default() {
            events.push(Event::Changed(changed));
        }
        events.extend(happened);
        if events.is_empty() {
            return Ok(());
        }
        keeping.log.append(kept, &events).map_err(unkept)?;
        *known = position;
        Ok(())
    }

    fn position(&self) -> (Run, Position) {
        (self.sandbox.clock.standing(), self.sandbox.settings.position())
    }
}

impl Unkept {
    /// What the client is told. It is not in the journal: the journal is what the log says.
    fn answer(&self) -> Answer {
        let text = format!("poligon: {self} ({})\n", self.check.id);
        let response = Response::new(StatusCode::INSUFFICIENT_STORAGE)
            .with_header("x-poligon-refused-by", self.check.id)
            .with_body("text/plain; charset=utf-8", text);
        refusal(response, self.check, self.sentence.clone())
    }
}

impl From<Answer> for Delivery {
    /// An answer that nobody recorded.
    fn from(answer: Answer) -> Self {
        Self { answer, effects: Effects::default(), exchange: None }
    }
}

/// A refusal by one check, for one sentence.
pub(crate) fn refusal(response: Response, check: &'static Check, sentence: String) -> Answer {
    let findings = vec![Finding::fail(check, vec![Evidence::text(sentence)])];
    Answer { operation: None, response, findings }
}

impl fmt::Debug for Room {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Room").field("sandbox", &self.sandbox.name).finish_non_exhaustive()
    }
}
