//! The services: where they lie, what they need, and how a call goes through one (spec §1a, §1c).

use poligon_crypto::{Certificate, Limits};
use poligon_institution::{Evidence, Examination, Operation, Provenance, Refused, Request, Response};
use poligon_soap::security::{self, Issuers, Policy};
use poligon_soap::{DetailName, Envelope, QName, mtom, transport};
use time::{Duration, OffsetDateTime};

use super::{catalogue, doreczyciel, esd, filerepo, obsluga_upp, pull, reconstructed, skrytka, zarzadzanie};
use crate::checks::ground;
use crate::desk::house::Register;
use crate::desk::render::{self, Front};
use crate::desk::{Call, Caller, EpuapDesk, Outcome};
use crate::knobs;
use crate::state::systems::Role;
use crate::wire::names::{FC, FR, OB};
use crate::wire::obiekty::Status;

/// One service.
#[derive(Debug)]
pub struct Service {
    /// Its name, as the seed lists it.
    pub name: &'static str,
    /// Method and path, for lists.
    pub address: &'static str,
    /// Whether the path is the real one.
    pub path_is_known: bool,
    /// Whether WS-Security stands in front of it.
    pub secured: bool,
    /// The role that it asks for, unless the knob says otherwise (spec §1a, Poligon's choice).
    pub role: Option<Role>,
    /// The element in the detail of its faults.
    pub detail: DetailName,
    /// Its operations.
    pub ops: &'static [Op],
}

/// One operation.
#[derive(Debug)]
pub struct Op {
    /// `epuap.skrytka.nadaj`.
    pub name: &'static str,
    /// The request's element.
    pub request: QName<'static>,
    /// SOAPAction; noted when it differs, never needed.
    pub action: &'static str,
    /// Where our knowledge of it comes from.
    pub provenance: Provenance,
    /// What answers it.
    pub run: Run,
    /// An answer that is nothing but a status, where the answer's type has one.
    pub status: Option<fn(&Status) -> String>,
}

/// What answers an operation.
#[derive(Clone, Copy, Debug)]
pub enum Run {
    /// Whoever calls.
    Open(fn(&mut Call<'_>) -> Outcome),
    /// A system whose signature was verified.
    Signed(fn(&mut Call<'_>, &Caller) -> Outcome),
}

/// The detail of most services' faults.
pub const WYJATEK: DetailName = DetailName { namespace: OB, local: "Wyjatek" };

/// All services, in the order of the seed; EsdService at the end.
pub static SERVICES: [Service; 15] = [
    known("Skrytka", "POST /pk_external_ws/services/skrytka", Role::Usual, skrytka::OPS),
    known("Doreczyciel", "POST /pk_external_ws/services/doreczyciel", Role::Usual, doreczyciel::OPS),
    known("pull", "POST /pk_external_ws/services/pull", Role::Usual, pull::OPS),
    Service {
        detail: DetailName { namespace: FR, local: "WyjatekTyp" },
        ..known("FileRepoService", "POST /repo-ws-ext/FileRepoService", Role::Usual, filerepo::OPS)
    },
    known(
        "obslugaUpp",
        "POST /pk_external_ws/services/obslugaUpp",
        Role::PublicInstitution,
        obsluga_upp::OPS,
    ),
    guessed(
        "SlownikiReferencyjne",
        "POST /slownikireferencyjne_ext_ws/services/SlownikiReferencyjne",
        Role::Usual,
        reconstructed::slowniki::OPS,
    ),
    guessed(
        "ValidatorWS",
        "POST /validatorws_ext_ws/services/ValidatorWS",
        Role::Usual,
        reconstructed::validator::OPS,
    ),
    guessed(
        "OrganizationExtService",
        "POST /organizationextservice_ext_ws/services/OrganizationExtService",
        Role::PublicInstitution,
        reconstructed::organization::OPS,
    ),
    guessed(
        "KupWebServices",
        "POST /kupwebservices_ext_ws/services/KupWebServices",
        Role::Usual,
        reconstructed::kup::OPS,
    ),
    guessed(
        "KupWebServicesExt",
        "POST /kupwebservicesext_ext_ws/services/KupWebServicesExt",
        Role::Usual,
        reconstructed::kup_ext::OPS,
    ),
    guessed(
        "PLService",
        "POST /plservice_ext_ws/services/PLService",
        Role::PublicInstitution,
        reconstructed::pl::OPS,
    ),
    guessed(
        "Platnosci",
        "POST /platnosci_ext_ws/services/Platnosci",
        Role::PublicInstitution,
        reconstructed::platnosci::OPS,
    ),
    guessed("Podmioty", "POST /podmioty_ext_ws/services/Podmioty", Role::Usual, reconstructed::podmioty::OPS),
    known(
        "ZarzadzanieDokumentami",
        "POST /fe_external_ws/services/ZarzadzanieDokumentami",
        Role::Usual,
        zarzadzanie::OPS,
    ),
    Service {
        name: "EsdService",
        address: "POST /fe-desktop-ws/EsdService",
        path_is_known: true,
        secured: false,
        role: None,
        detail: DetailName { namespace: FC, local: "WyjatekTyp" },
        ops: esd::OPS,
    },
];

const fn known(name: &'static str, address: &'static str, role: Role, ops: &'static [Op]) -> Service {
    Service { name, address, path_is_known: true, secured: true, role: Some(role), detail: WYJATEK, ops }
}

const fn guessed(name: &'static str, address: &'static str, role: Role, ops: &'static [Op]) -> Service {
    Service { name, address, path_is_known: false, secured: true, role: Some(role), detail: WYJATEK, ops }
}

impl Service {
    /// The path at which it lies unless the knob says otherwise.
    pub fn path(&self) -> &'static str {
        self.address.split_once(' ').map_or(self.address, |(_, path)| path)
    }

    /// The path in a sandbox.
    pub fn path_in(&self, desk: &EpuapDesk) -> String {
        let knob = knobs::PATHS.value(&desk.sandbox.settings);
        let turned = knobs::listed(&knob, self.name).filter(|_| !self.path_is_known);
        turned.unwrap_or_else(|| self.path().to_owned())
    }

    /// How it looks from outside.
    pub fn front(&self) -> Front {
        Front { secured: self.secured, detail: self.detail }
    }

    fn role_in(&self, desk: &EpuapDesk) -> Option<Role> {
        match knobs::listed(&knobs::ROLES.value(&desk.sandbox.settings), self.name).as_deref() {
            Some("domyslna") => Some(Role::Usual),
            Some("publiczna") => Some(Role::PublicInstitution),
            Some("none") => None,
            _ => self.role,
        }
    }

    fn op(&self, name: QName<'_>) -> Option<&'static Op> {
        self.ops.iter().find(|op| op.request == name)
    }
}

/// The service at a path: its own, the knob's, or, for one whose path is not known, any that ends in its name.
pub fn at(desk: &EpuapDesk, path: &str) -> Option<&'static Service> {
    let path = path.trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    SERVICES
        .iter()
        .find(|service| service.path_in(desk) == path)
        .or_else(|| SERVICES.iter().find(|one| !one.path_is_known && one.name.eq_ignore_ascii_case(last)))
}

/// The operation that a request names, without answering it.
pub fn named(desk: &EpuapDesk, request: &Request) -> Option<&'static Operation> {
    let mut exam = Examination::new(poligon_world::Strictness::Lenient);
    let opened = mtom::open(&mut exam, request, LARGE).ok()?;
    let envelope = Envelope::read(&mut exam, opened.envelope(), LARGE).ok()?;
    if desk.dropin.find(&request.path, envelope.operation()).is_some() {
        return catalogue::named(crate::dropin::NAME);
    }
    catalogue::named(at(desk, &request.path)?.op(envelope.operation())?.name)
}

/// Answers a call of a service.
pub fn answer(
    desk: &EpuapDesk,
    request: &Request,
    exam: &mut Examination,
    now: OffsetDateTime,
) -> (Option<&'static Operation>, Response) {
    let service = at(desk, &request.path);
    let mut met = Met { op: None, operation: None };
    let outcome = go(desk, request, service, exam, now, &mut met);
    let front = service.map_or(Front { secured: true, detail: WYJATEK }, Service::front);
    let response = match outcome {
        Ok(reply) => render::reply(desk, front, &reply, exam, now),
        Err(refused) => render::refusal(desk, front, met.op, exam, refused, now),
    };
    (met.operation, response)
}

/// Which operation was met on the way.
struct Met {
    op: Option<&'static Op>,
    operation: Option<&'static Operation>,
}

fn go(
    desk: &EpuapDesk,
    request: &Request,
    service: Option<&'static Service>,
    exam: &mut Examination,
    now: OffsetDateTime,
    met: &mut Met,
) -> Outcome {
    if service.is_none() && !desk.dropin.has_path(&request.path) {
        let got: String = request.path.chars().take(200).collect();
        let evidence = Evidence::values("path", "that of a service", got);
        return Err(exam.refuse(&ground::PATH.check, vec![evidence]));
    }
    exam.pass(&ground::PATH.check);
    transport::examine(exam, request)?;
    let limits = if service.is_some_and(|service| service.name == "FileRepoService") {
        LARGE
    } else {
        Envelope::LIMITS
    };
    let opened = mtom::open(exam, request, limits)?;
    let envelope = Envelope::read(exam, opened.envelope(), limits)?;
    let canned = desk.dropin.find(&request.path, envelope.operation());
    let op = service.and_then(|service| service.op(envelope.operation()));
    met.op = op;
    met.operation = match canned {
        Some(_) => catalogue::named(crate::dropin::NAME),
        None => op.and_then(|op| catalogue::named(op.name)),
    };
    if service.is_some_and(|service| !service.secured) && canned.is_none() {
        let op = operation(exam, op, service, &envelope)?;
        let attachments = opened.attachments();
        return match op.run {
            Run::Open(run) => run(&mut Call { desk, request, exam, envelope: &envelope, attachments, now }),
            Run::Signed(_) => Err(exam.refuse(
                &ground::MACHINE.check,
                vec![Evidence::text("an open service with a signed operation")],
            )),
        };
    }
    let verified =
        security::verify(exam, envelope, &policy(desk, limits, now), &Register { desk, now }, now)?;
    let role = match canned {
        Some(canned) => canned.role.clone(),
        None => service.and_then(|service| service.role_in(desk)).map(|role| role.name().to_owned()),
    };
    verified.require_role(exam, role.as_deref().as_slice())?;
    if let Some(canned) = canned {
        return Ok(canned.body.clone().into());
    }
    let op = operation(exam, op, service, &verified.envelope)?;
    transport::note_action(exam, request, op.action)?;
    let podmiot = verified.caller.podmiot.parse();
    let podmiot = exam.need(&ground::PODMIOT.check, podmiot.ok(), || {
        vec![Evidence::text("the system has a podmiot without a proper identifier")]
    })?;
    let caller = Caller { system: verified.caller.system.clone(), podmiot };
    let attachments = opened.attachments();
    let mut call = Call { desk, request, exam, envelope: &verified.envelope, attachments, now };
    match op.run {
        Run::Open(run) => run(&mut call),
        Run::Signed(run) => run(&mut call, &caller),
    }
}

fn operation(
    exam: &mut Examination,
    op: Option<&'static Op>,
    service: Option<&'static Service>,
    envelope: &Envelope<'_>,
) -> Result<&'static Op, Refused> {
    exam.need(&ground::OPERATION.check, op, || {
        let names =
            service.map_or_else(Vec::new, |one| one.ops.iter().map(|op| op.request.to_string()).collect());
        let got = envelope.operation().to_string();
        vec![Evidence::values("/Envelope/Body/*", names.join(" or "), got)]
    })
}

fn policy(desk: &EpuapDesk, limits: Limits, now: OffsetDateTime) -> Policy {
    let settings = &desk.sandbox.settings;
    let issuers = (knobs::ISSUERS.value(settings) == "poligon").then(|| issuers(desk, now));
    Policy {
        limits,
        sha1: knobs::ALLOW_SHA1.is_on(settings),
        token_first: knobs::TOKEN_FIRST.is_on(settings),
        skew: Duration::seconds(i64::try_from(knobs::TIMESTAMP_SKEW.number(settings)).unwrap_or(300)),
        issuers,
        ..Policy::default()
    }
}

/// Poligon's own authority; nothing is trusted when the vault cannot make it.
fn issuers(desk: &EpuapDesk, now: OffsetDateTime) -> Issuers {
    let made = desk.sandbox.vault.authority(poligon_certs::Authority::Epuap, now);
    let mut chain: Vec<Certificate> = made
        .map(|authority| authority.chain())
        .unwrap_or_default()
        .iter()
        .filter_map(|der| Certificate::from_der(der).ok())
        .collect();
    let anchors = chain.pop().into_iter().collect();
    Issuers { anchors, intermediates: chain }
}

/// Bounds of a message with a large file in it; the edge's bound on bodies holds before.
const LARGE: Limits = Limits { bytes: 140_000_000, depth: 100, nodes: 200_000 };
