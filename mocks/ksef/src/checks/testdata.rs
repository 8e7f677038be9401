//! Rules of `/testdata`.

use poligon_institution::Provenance::{Official, Ours};

use crate::checks::{Details, Rule, Wire};

/// The record is new.
pub static NEW_RECORD: Rule = Rule::error(
    "KSEF-TD-001",
    "There is no such subject or person yet, or the new record is younger",
    Official,
    "OpenAPI 2.7.0: POST /testdata/subject, POST /testdata/person, 30001",
    Wire::exception(30001, "Podmiot lub uprawnienie już istnieje.", Details::None),
    "Remove the old record first, give a later createdDate, or use another NIP.",
);

/// The certificate exists.
pub static CERTIFICATE: Rule = Rule::error(
    "KSEF-TD-002",
    "The KSeF certificate of this serial number exists and belongs to the subject that calls",
    Official,
    "OpenAPI 2.7.0: PUT /testdata/certificates/{serialNumber}, 25008",
    Wire::exception(25008, "Certyfikat o podanym numerze seryjnym nie istnieje.", Details::None),
    "Use the serial number of a certificate that KSeF issued to the subject whose access token you send.",
);

/// The kind of subject is the caller's.
pub static SUBJECT_KIND: Rule = Rule::note(
    "KSEF-TD-003",
    "subjectIdentifierType is the kind of the subject that calls",
    Ours,
    "OpenAPI 2.7.0: POST /testdata/limits/subject/certificate does not say what another kind means; Poligon sets the limits of the caller all the same",
    "Log in as the subject whose limits you want to set, and name its kind: Nip, Pesel or Fingerprint.",
);

/// All rules of this file.
pub static RULES: &[&Rule] = &[&NEW_RECORD, &CERTIFICATE, &SUBJECT_KIND];
