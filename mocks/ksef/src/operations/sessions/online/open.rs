//! `POST /sessions/online`: opens a session of twelve hours. A key that does not open shows later, as status 415.

use std::collections::BTreeSet;

use http::StatusCode;
use poligon_institution::{Evidence, Refused, Response};
use serde_json::json;

use super::key;
use crate::checks::{ground, sessions as rules};
use crate::desk::Call;
use crate::identity::Identifier;
use crate::ids::{ReferenceKind, ReferenceNumber};
use crate::invoice::Form;
use crate::invoice::form::{FormCode, Known};
use crate::operations::sessions::common::{self, MAY_SEND};
use crate::state::sessions::{Course, Session};
use crate::wire::json::Body;
use crate::wire::patterns::sha256_base64;
use crate::wire::{self, moment};

/// Length of the initialization vector, bytes.
const VECTOR: usize = 16;

/// Answers the operation.
///
/// # Errors
/// 401, 403, 21405, 21470, and 501 for forms that are not built.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let caller = call.caller()?;
    call.require_any(&caller, &MAY_SEND)?;
    let request = Opening::read(call)?;
    let form = form(call, &request.form)?;
    vector(call, &request.vector)?;
    let unwrapped = key::unwrap(call, &request.wrapped, request.key_id.as_deref())?;
    let (key, key_verdict) = match unwrapped {
        Ok(key) => (Some(key), None),
        Err(verdict) => (None, Some(verdict)),
    };
    let desk = call.desk;
    let course = Course::opened(key.is_some(), call.now);
    let wait = common::pace(call).start(call.now);
    let reference = ReferenceNumber::mint(ReferenceKind::Online, &desk.streams.references, call.now);
    let mut state = desk.state();
    // A login by token has no document; its own reference is what is left to hash (the UPO would name the token).
    let document_hash = state.auth.document_hash(&caller.reference);
    let session = Session {
        reference: reference.clone(),
        document_hash: document_hash.unwrap_or_else(|| sha256_base64(caller.reference.as_str().as_bytes())),
        context: Identifier::clone(&caller.context),
        subject: caller.subject,
        form,
        key,
        vector: request.vector,
        key_verdict,
        course,
        wait,
        invoices: Vec::new(),
        pending: BTreeSet::new(),
        pages: Vec::new(),
    };
    state.sessions.add(session);
    let body = json!({ "referenceNumber": reference, "validUntil": moment::write(course.valid_until) });
    Ok(wire::json(StatusCode::CREATED, &body))
}

struct Opening {
    form: FormCode,
    wrapped: Vec<u8>,
    vector: Vec<u8>,
    key_id: Option<String>,
}

impl Opening {
    fn read(call: &mut Call<'_>) -> Result<Self, Refused> {
        let body = Body::of(call)?;
        let form = body.root().field("formCode").required();
        let word = |name: &str| form.field(name).required().text().unwrap_or_default();
        let form_code = FormCode {
            system_code: word("systemCode"),
            schema_version: word("schemaVersion"),
            value: word("value"),
        };
        let encryption = body.root().field("encryption").required();
        let wrapped = encryption.field("encryptedSymmetricKey").required().base64();
        let vector = encryption.field("initializationVector").required().base64();
        let key_id = encryption.field("publicKeyId").text();
        body.finish(call)?;
        let (wrapped, vector) = (wrapped.unwrap_or_default(), vector.unwrap_or_default());
        Ok(Self { form: form_code, wrapped, vector, key_id })
    }
}

fn form(call: &mut Call<'_>, code: &FormCode) -> Result<Form, Refused> {
    let named = format!("{} / {} / {}", code.system_code, code.schema_version, code.value);
    match code.known() {
        Known::Built(form) => {
            call.exam.pass(&rules::FORM_CODE.check);
            let environment = call.environment();
            call.exam.require(&rules::FORM_TAKEN.check, environment.takes(form), || {
                let expected = format!("FA (3) / 1-0E / FA (ksef.profile is {})", environment.name());
                let line = format!("'formCode' is not supported. You entered {named}.");
                vec![Evidence::values("formCode", expected, named.clone()), Evidence::text(line)]
            })?;
            Ok(form)
        }
        Known::NotBuilt => {
            let said =
                format!("The form {named} is not built in this version of Poligon; FA (2) and FA (3) are.");
            Err(call.exam.refuse(&ground::NOT_BUILT.check, vec![Evidence::text(said)]))
        }
        Known::No => {
            let shown: String = named.chars().take(120).collect();
            let expected = "FA (2) / 1-0E / FA or FA (3) / 1-0E / FA";
            let line = format!("'formCode' is not supported. You entered {shown}.");
            let evidence = vec![Evidence::values("formCode", expected, shown), Evidence::text(line)];
            Err(call.exam.refuse(&rules::FORM_CODE.check, evidence))
        }
    }
}

fn vector(call: &mut Call<'_>, vector: &[u8]) -> Result<(), Refused> {
    let got = vector.len();
    let fits = (got == VECTOR).then_some(());
    call.exam.need(&rules::VECTOR.check, fits, || {
        let line = format!(
            "Nieprawidłowa długość wektora inicjującego (IV). Oczekiwano {VECTOR} bajtów, otrzymano {got}."
        );
        vec![
            Evidence::values(
                "encryption.initializationVector",
                format!("{VECTOR} bytes"),
                format!("{got} bytes"),
            ),
            Evidence::text(line),
        ]
    })
}
