//! Who acts, where, and by which identifier KSeF knows them.

use poligon_institution::{Arguments, Memory};
use poligon_world::{Organisation, Person, Sandbox};
use serde_json::Value;

use crate::identity::{IdKind, Identifier};

/// Who logged in last.
const LAST: &str = "ksef.party";

/// Somebody of the made-up country.
#[derive(Clone, Debug)]
pub(super) enum Party {
    /// An organisation, known by its NIP.
    Organisation(Organisation),
    /// A person, known by the PESEL.
    Person(Person),
}

impl Party {
    /// Who acts: `as`, or who logged in last, or the first organisation.
    pub(super) fn acting(sandbox: &Sandbox, memory: &Memory, given: &Arguments) -> Result<Self, String> {
        if let Some(id) = given.text("as").or_else(|| memory.text(LAST).map(str::to_owned)) {
            return Self::of(sandbox, &id);
        }
        let first = sandbox.world.organisations().first().cloned();
        first.map(Self::Organisation).ok_or_else(|| {
            "the world has no organisation that could act; add one to the cast, or say „as”".to_owned()
        })
    }

    /// The party of this id.
    pub(super) fn of(sandbox: &Sandbox, id: &str) -> Result<Self, String> {
        let world = &sandbox.world;
        let organisation = world.organisation(id).cloned().map(Self::Organisation);
        organisation.or_else(|| world.person(id).cloned().map(Self::Person)).ok_or_else(|| {
            format!("nobody of the world has the id „{id}”; see the cast for those that there are")
        })
    }

    /// Remembers it as the one that logged in last.
    pub(super) fn remember(&self, memory: &mut Memory) {
        memory.keep(LAST, self.id());
    }

    /// Its id.
    pub(super) fn id(&self) -> &str {
        match self {
            Self::Organisation(organisation) => &organisation.id,
            Self::Person(person) => &person.id,
        }
    }

    /// NIP or PESEL.
    pub(super) fn identifier(&self) -> Identifier {
        match self {
            Self::Organisation(organisation) => Identifier::nip(organisation.nip.to_string()),
            Self::Person(person) => Identifier::new(IdKind::Pesel, person.pesel.to_string()),
        }
    }

    /// The NIP of the organisation, or of the first one in which the person has a role.
    fn own_context(&self, sandbox: &Sandbox) -> Result<Identifier, String> {
        let Self::Person(person) = self else { return Ok(self.identifier()) };
        let role = person.roles.first().and_then(|role| sandbox.world.organisation(&role.organisation));
        role.map(|organisation| Identifier::nip(organisation.nip.to_string())).ok_or_else(|| {
            format!("„{}” has no role in any organisation; say with „context” where to log in", person.id)
        })
    }

    /// Where it acts: what `context` says, or its own context.
    pub(super) fn context(&self, sandbox: &Sandbox, context: Option<&Value>) -> Result<Identifier, String> {
        match context {
            None | Some(Value::Null) => self.own_context(sandbox),
            Some(context) => identifier(sandbox, context),
        }
    }
}

/// An identifier as scenarios write it: the id of a party, ten or eleven digits, or `{type, value}`.
pub(super) fn identifier(sandbox: &Sandbox, written: &Value) -> Result<Identifier, String> {
    if written.is_object() {
        return serde_json::from_value(written.clone()).map_err(|why| {
            format!("„{written}” is no identifier ({why}); write type: Nip, value: \"1111111111\"")
        });
    }
    let text = written.as_str().map_or_else(|| written.to_string(), str::to_owned);
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    match text.len() {
        11 if digits => Ok(Identifier::new(IdKind::Pesel, text)),
        _ if digits => Ok(Identifier::nip(text)),
        64 if text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            Ok(Identifier::new(IdKind::Fingerprint, text.to_ascii_uppercase()))
        }
        _ => Ok(Party::of(sandbox, &text)?.identifier()),
    }
}

/// The number of a party, or the digits that were written.
pub(super) fn number(sandbox: &Sandbox, written: &Value) -> Result<String, String> {
    identifier(sandbox, written).map(|identifier| identifier.value)
}
