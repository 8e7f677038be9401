//! One entry of a log, and its bytes: checksum (8), length of the head (4, big-endian), head (JSON), body as it came.

use std::net::IpAddr;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use poligon_world::clock::Run;
use poligon_world::settings::Position;
use serde::{Deserialize, Serialize};
use time::OffsetDateTime;

use super::digest;
use crate::{Base, Request, Response};

/// What happened to a sandbox.
#[derive(Debug)]
pub(crate) enum Event {
    /// The admin API, or who else has the sandbox in hand, changed it between two requests.
    Changed(Changed),
    /// An institution answered a request.
    Exchange {
        /// By the sandbox's clock.
        at: OffsetDateTime,
        institution: String,
        /// Whether it was the operator's request ([`Desk::administer`](crate::Desk::administer)).
        admin: bool,
        request: Request,
        outcome: Outcome,
    },
    /// The edge refused a request. It is not judged again: what the edge minded (a slow body) is not in the request.
    Refused {
        at: OffsetDateTime,
        institution: String,
        request: Request,
        response: Response,
        check: String,
        sentence: String,
    },
}

/// How answering ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Outcome {
    /// With an answer of this digest (hex).
    Answered(String),
    /// With a defect of ours: a panic. What it did to the state until then is done again by playing it.
    Panicked,
}

/// What changed; nothing where nothing is said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Changed {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) clock: Option<Run>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) settings: Option<Position>,
    /// The journal was cleared.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub(crate) cleared: bool,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Head {
    Changed(Changed),
    Exchange {
        at: At,
        institution: String,
        #[serde(default, skip_serializing_if = "std::ops::Not::not")]
        admin: bool,
        request: RequestHead,
        outcome: Outcome,
    },
    Refused {
        at: At,
        institution: String,
        request: RequestHead,
        response: ResponseHead,
        check: String,
        sentence: String,
    },
}

#[derive(Serialize, Deserialize)]
struct At(#[serde(with = "time::serde::timestamp::nanoseconds")] OffsetDateTime);

#[derive(Serialize, Deserialize)]
struct RequestHead {
    method: String,
    path: String,
    query: Option<String>,
    headers: Vec<(String, String)>,
    peer: IpAddr,
    url: String,
    storage_url: String,
}

#[derive(Serialize, Deserialize)]
struct ResponseHead {
    status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

impl Event {
    /// Its bytes, or why there are none.
    pub(crate) fn encode(&self) -> Result<Vec<u8>, String> {
        let (head, body): (Head, &[u8]) = match self {
            Self::Changed(changed) => (Head::Changed(changed.clone()), b""),
            Self::Exchange { at, institution, admin, request, outcome } => {
                let institution = institution.clone();
                let head = Head::Exchange {
                    at: At(*at),
                    institution,
                    admin: *admin,
                    request: head_of(request),
                    outcome: outcome.clone(),
                };
                (head, &request.body)
            }
            Self::Refused { at, institution, request, response, check, sentence } => {
                let head = Head::Refused {
                    at: At(*at),
                    institution: institution.clone(),
                    request: head_of(request),
                    response: ResponseHead {
                        status: response.status.as_u16(),
                        headers: headers_of(&response.headers),
                        body: latin(&response.body),
                    },
                    check: check.clone(),
                    sentence: sentence.clone(),
                };
                (head, &request.body)
            }
        };
        let head = serde_json::to_vec(&head)
            .map_err(|why| format!("an entry of the log cannot be written ({why})"))?;
        let length = u32::try_from(head.len()).map_err(|_| "an entry of the log is too long".to_owned())?;
        let rest = [&length.to_be_bytes()[..], &head, body].concat();
        Ok([&digest::short(&rest)[..], &rest].concat())
    }

    /// The entry of these bytes, or what is wrong with them.
    pub(crate) fn decode(bytes: &[u8]) -> Result<Self, String> {
        let (checksum, rest) = bytes.split_first_chunk::<8>().ok_or("is too short")?;
        if digest::short(rest) != *checksum {
            return Err("does not have its checksum".to_owned());
        }
        let (length, rest) = rest.split_first_chunk::<4>().ok_or("is too short")?;
        let length = usize::try_from(u32::from_be_bytes(*length)).map_err(|_| "is too long")?;
        let (head, body) = rest.split_at_checked(length).ok_or("is too short")?;
        let head: Head = serde_json::from_slice(head).map_err(|why| format!("is not understood ({why})"))?;
        Ok(match head {
            Head::Changed(changed) => Self::Changed(changed),
            Head::Exchange { at, institution, admin, request, outcome } => {
                Self::Exchange { at: at.0, institution, admin, request: request.whole(body)?, outcome }
            }
            Head::Refused { at, institution, request, response, check, sentence } => {
                let mut whole = Response::new(
                    StatusCode::from_u16(response.status).map_err(|_| "has a status that is none")?,
                );
                whole.headers = map_of(&response.headers)?;
                whole.body = unlatin(&response.body)?.into();
                Self::Refused {
                    at: at.0,
                    institution,
                    request: request.whole(body)?,
                    response: whole,
                    check,
                    sentence,
                }
            }
        })
    }
}

fn head_of(request: &Request) -> RequestHead {
    RequestHead {
        method: request.method.to_string(),
        path: request.path.clone(),
        query: request.query.clone(),
        headers: headers_of(&request.headers),
        peer: request.peer,
        url: request.base.url.clone(),
        storage_url: request.base.storage_url.clone(),
    }
}

impl RequestHead {
    fn whole(self, body: &[u8]) -> Result<Request, String> {
        Ok(Request {
            method: Method::from_bytes(self.method.as_bytes()).map_err(|_| "has a method that is none")?,
            path: self.path,
            query: self.query,
            headers: map_of(&self.headers)?,
            body: Bytes::copy_from_slice(body),
            peer: self.peer,
            base: Base { url: self.url, storage_url: self.storage_url },
        })
    }
}

fn headers_of(map: &HeaderMap) -> Vec<(String, String)> {
    map.iter().map(|(name, value)| (name.as_str().to_owned(), latin(value.as_bytes()))).collect()
}

fn map_of(headers: &[(String, String)]) -> Result<HeaderMap, String> {
    let mut map = HeaderMap::new();
    for (name, value) in headers {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(|_| "has a header name that is none")?;
        let value =
            HeaderValue::from_bytes(&unlatin(value)?).map_err(|_| "has a header value that is none")?;
        map.append(name, value);
    }
    Ok(map)
}

/// Any bytes as text, one character a byte: headers are bytes, and JSON has only text.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

fn unlatin(text: &str) -> Result<Vec<u8>, String> {
    text.chars().map(|c| u8::try_from(c).map_err(|_| "has a character that is no byte".to_owned())).collect()
}
