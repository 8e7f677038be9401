//! One call on its way through an operation.

use poligon_crypto::Element;
use poligon_institution::{Evidence, Examination, Refused, Request};
use poligon_soap::Envelope;
use poligon_soap::checks::Rule;
use time::OffsetDateTime;

use super::EpuapDesk;
use crate::checks::ground;
use crate::ids::PodmiotId;
use crate::state::podmioty::Podmiot;
use crate::wire::names::OB;
use crate::wire::{Misread, Reading};

/// What an operation makes of a call. `Err` proves that a check refused it; the answer is rendered from the findings.
pub type Outcome = Result<Reply, Refused>;

/// What an operation answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reply {
    /// The child of soap:Body.
    pub body: String,
    /// The element whose base64 may go into a part of its own (MTOM).
    pub apart: Option<&'static str>,
}

/// Who calls, proved by a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Caller {
    /// The system's description.
    pub system: String,
    /// Its podmiot.
    pub podmiot: PodmiotId,
}

/// One call.
#[derive(Debug)]
pub struct Call<'a> {
    /// The desk.
    pub desk: &'a EpuapDesk,
    /// The request.
    pub request: &'a Request,
    /// The checks made so far.
    pub exam: &'a mut Examination,
    /// The message; verified, where the service asks for that.
    pub envelope: &'a Envelope<'a>,
    /// How many parts came with it (MTOM).
    pub attachments: usize,
    /// The time of the call, by the sandbox's clock.
    pub now: OffsetDateTime,
}

impl From<String> for Reply {
    fn from(body: String) -> Self {
        Self { body, apart: None }
    }
}

impl<'a> Call<'a> {
    /// The request's element.
    pub fn body(&self) -> Reading<'a> {
        Reading(self.envelope.content())
    }

    /// What was read, or the refusal of the message's shape.
    ///
    /// # Errors
    /// When it was misread.
    pub fn shaped<T>(&mut self, read: Result<T, Misread>) -> Result<T, Refused> {
        match read {
            Ok(value) => {
                self.exam.pass(&ground::SHAPE.check);
                Ok(value)
            }
            Err(misread) => Err(self.misread(&ground::SHAPE, misread)),
        }
    }

    /// Refuses for a misreading.
    pub fn misread(&mut self, rule: &'static Rule, misread: Misread) -> Refused {
        let evidence = Evidence::values(misread.place, misread.expected, misread.got);
        self.exam.refuse(&rule.check, vec![evidence])
    }

    /// Refuses for one comparison.
    pub fn refuse(&mut self, rule: &'static Rule, what: &str, expected: &str, got: &str) -> Refused {
        let got: String = got.chars().take(200).collect();
        self.exam.refuse(&rule.check, vec![Evidence::values(what, expected, got)])
    }

    /// Records that a rule holds, or refuses with a sentence.
    ///
    /// # Errors
    /// When it does not hold.
    pub fn must(&mut self, rule: &'static Rule, holds: bool, sentence: &str) -> Result<(), Refused> {
        if holds {
            self.exam.pass(&rule.check);
            return Ok(());
        }
        Err(self.exam.refuse(&rule.check, vec![Evidence::text(sentence)]))
    }

    /// There was no room.
    ///
    /// # Errors
    /// When there was none.
    pub fn room(&mut self, room: bool) -> Result<(), Refused> {
        self.must(&ground::ROOM, room, "the sandbox is full")
    }

    /// A SOAP header of OB.
    pub fn header(&self, name: &str) -> Option<Element<'_>> {
        self.envelope.entry(OB, name)
    }

    /// The text of a SOAP header, trimmed; empty when it is absent or empty.
    pub fn header_text(&self, name: &str) -> String {
        self.header(name).map(|header| header.text_cow().trim().to_owned()).unwrap_or_default()
    }

    /// The text of a SOAP header that the operation cannot do without.
    ///
    /// # Errors
    /// When it is absent or empty.
    pub fn need_header(&mut self, name: &str) -> Result<String, Refused> {
        let text = self.header_text(name);
        if text.is_empty() {
            let place = format!("/Envelope/Header/{name}");
            return Err(self.refuse(&ground::HEADERS, &place, "some text", "nothing"));
        }
        Ok(text)
    }

    /// A header that is read somehow.
    ///
    /// # Errors
    /// When it is misread.
    pub fn read_header<T>(
        &mut self,
        name: &str,
        read: impl FnOnce(Reading<'_>) -> Result<T, Misread>,
    ) -> Result<Option<T>, Refused> {
        let Some(header) = self.header(name) else { return Ok(None) };
        let read = read(Reading(header));
        read.map(Some).map_err(|misread| self.misread(&ground::HEADERS, misread))
    }

    /// Objects to headers that the WSDL declares and the message lacks.
    ///
    /// # Errors
    /// In a picky sandbox, when one is absent.
    pub fn declared_headers(&mut self, names: &[&str]) -> Result<(), Refused> {
        let absent: Vec<&str> = names.iter().filter(|name| self.header(name).is_none()).copied().collect();
        self.exam.require(&ground::HEADERS_ALL.check, absent.is_empty(), || {
            vec![Evidence::values(
                "headers of the message",
                names.join(", "),
                format!("without {}", absent.join(", ")),
            )]
        })
    }

    /// Requires that the podmiot that the message names is the caller's, and gives it.
    ///
    /// # Errors
    /// When it is another one.
    pub fn own_podmiot(&mut self, caller: &Caller, place: &str, named: &str) -> Result<Podmiot, Refused> {
        let holds = named.trim() == caller.podmiot.as_str();
        let named: String = named.chars().take(100).collect();
        self.exam.require(&poligon_soap::checks::standing::PODMIOT.check, holds, || {
            vec![Evidence::values(
                place,
                format!("{} (of the system „{}”)", caller.podmiot, caller.system),
                named,
            )]
        })?;
        self.podmiot(caller.podmiot.as_str())
    }

    /// The podmiot of an identifier.
    ///
    /// # Errors
    /// When there is none.
    pub fn podmiot(&mut self, id: &str) -> Result<Podmiot, Refused> {
        let found = self.desk.state().podmioty.named(id.trim()).cloned();
        self.exam.need(&ground::PODMIOT.check, found, || {
            let got: String = id.chars().take(100).collect();
            vec![Evidence::values("identifier of a podmiot", "one of the sandbox", got)]
        })
    }
}
