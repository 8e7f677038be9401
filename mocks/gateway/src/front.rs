//! The front of an institution: from a request as the edge saw it to the desk of a sandbox, and the record of what was
//! refused on the way.

use std::sync::Arc;

use http::StatusCode;
use poligon_institution::store::checks as kept;
use poligon_institution::{House, Request, Response, Room, RoomError, TlsFault};
use poligon_world::SandboxName;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;

use crate::base::host_of;
use crate::{Handler, Outgoing, PublicUrls, Refusal, checks, prefix};

/// RFC 9110, 5.6.7: IMF-fixdate.
const HTTP_DATE: &[BorrowedFormatItem<'_>] =
    format_description!("[weekday repr:short], [day] [month repr:short] [year] [hour]:[minute]:[second] GMT");

/// Serves one institution of a house.
#[derive(Clone)]
pub struct Front {
    house: Arc<House>,
    institution: &'static str,
    urls: Arc<PublicUrls>,
    sandbox: SandboxName,
}

/// Where a request goes.
struct Way {
    room: Arc<Room>,
    institution: &'static str,
    request: Request,
}

impl Front {
    /// The front of `institution`, which the house has.
    pub fn new(house: Arc<House>, institution: &'static str, urls: Arc<PublicUrls>) -> Self {
        Self { house, institution, urls, sandbox: SandboxName::default_name() }
    }

    /// The same front, where a path without prefix is of this sandbox.
    #[must_use]
    pub fn in_sandbox(&self, sandbox: SandboxName) -> Self {
        Self { sandbox, ..self.clone() }
    }

    /// The institution's name.
    pub fn institution(&self) -> &'static str {
        self.institution
    }

    /// Finds institution and sandbox, and makes the request look as the institution sees it.
    fn way(&self, mut request: Request) -> Result<Way, Box<(Request, Refusal)>> {
        let institution = self.institution_of(&request);
        let prefixed = match prefix::split(&request.path, &self.sandbox) {
            Ok(prefixed) => prefixed,
            Err(why) => {
                let refusal = Refusal::new(
                    StatusCode::NOT_FOUND,
                    &checks::SANDBOX_NAME,
                    format!("the path starts with „/@”, but {why}."),
                );
                return Err(Box::new((request, refusal)));
            }
        };
        let room = match self.house.room(&prefixed.sandbox) {
            Ok(room) => room,
            Err(why) => {
                return Err(Box::new((request, no_room(&why))));
            }
        };
        request.base = self.urls.base(institution, &request.base, &prefixed.prefix);
        request.path = prefixed.path;
        Ok(Way { room, institution, request })
    }

    /// An official name in Host leads to its institution, whichever listener was dialled.
    fn institution_of(&self, request: &Request) -> &'static str {
        self.house
            .registry()
            .of_host(&host_of(&request.base))
            .map_or(self.institution, |institution| institution.name())
    }

    fn record(
        &self,
        room: &Room,
        institution: &'static str,
        request: &Request,
        refusal: &Refusal,
    ) -> Response {
        room.refuse(institution, request, refusal.response(), refusal.finding().check, refusal.said())
    }

    /// A request that found no sandbox is shown in the default one.
    fn record_astray(&self, request: Request, refusal: &Refusal) -> Response {
        let institution = self.institution_of(&request);
        match self.house.room(&SandboxName::default_name()) {
            Ok(room) => self.record(&room, institution, &request, refusal),
            Err(_) => refusal.response(),
        }
    }
}

impl Handler for Front {
    fn handle(&self, request: Request) -> Outgoing {
        let way = match self.way(request) {
            Ok(way) => way,
            Err(astray) => {
                let (request, refusal) = *astray;
                return self.record_astray(request, &refusal).into();
            }
        };
        let Some(delivery) = way.room.deliver(way.institution, &way.request) else {
            return dated(closed(way.institution), &way.room).into();
        };
        Outgoing { response: dated(delivery.answer.response, &way.room), effects: delivery.effects }
    }

    fn refused(&self, request: Request, refusal: Refusal) -> Response {
        match self.way(request) {
            Ok(way) => {
                let response = self.record(&way.room, way.institution, &way.request, &refusal);
                dated(response, &way.room)
            }
            Err(astray) => self.record_astray(astray.0, &refusal),
        }
    }

    /// No path was seen yet, so it is the sandbox of paths without prefix that decides.
    fn handshake(&self, server_name: Option<&str>) -> Option<TlsFault> {
        let named = server_name.and_then(|name| self.house.registry().of_host(name));
        let institution = named.map_or(self.institution, |institution| institution.name());
        self.house.room(&self.sandbox).ok()?.handshake(institution, server_name)
    }
}

/// The checks have the remedies, which a sentence for the console has too.
fn no_room(why: &RoomError) -> Refusal {
    let (check, sentence) = match why {
        RoomError::Changed(name, why) => {
            (&kept::SAME_PAST, format!("the sandbox „{name}” does not come back as it was: {why}."))
        }
        RoomError::TooMany(_) => (&checks::SANDBOX_COUNT, format!("{why}.")),
        other => (&kept::KEPT, format!("{other}.")),
    };
    Refusal::new(StatusCode::SERVICE_UNAVAILABLE, check, sentence)
}

/// The date that the sandbox lives in: clients set their clock by it.
fn dated(response: Response, room: &Room) -> Response {
    if response.headers.contains_key(http::header::DATE) {
        return response;
    }
    match room.sandbox.clock.now().format(HTTP_DATE) {
        Ok(date) => response.with_header("date", &date),
        Err(_) => response,
    }
}

fn closed(institution: &str) -> Response {
    let sentence = format!(
        "poligon: {institution} has no desk in this sandbox; that is a defect of Poligon, please report it\n"
    );
    Response::new(StatusCode::INTERNAL_SERVER_ERROR).with_body("text/plain; charset=utf-8", sentence)
}
