//! The form behind the link, the files that come of it, and revocation (spec §5, steps 4 and 5).

use poligon_certs::{Authority, Credential, Flavour, Order, Profile};
use poligon_institution::Refused;
use serde::Deserialize;
use serde_json::json;

use super::onboarding::refusal;
use super::{Done, Errand, bytes};
use crate::checks::{ground, onboarding as rules};
use crate::desk::signer;
use crate::state::onboarding::{Issued, Passwords, Statement};

/// What the form behind the link says.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    statement: Statement,
    passwords: Passwords,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Revocation {
    #[serde(default)]
    password: Option<String>,
    /// The ministry needs no password.
    #[serde(default)]
    by_operator: bool,
}

const PEM: &str = "application/x-pem-file";

pub(super) fn issue(errand: &mut Errand<'_>, word: &str) -> Done {
    let form: Form = errand.body()?;
    let issued = issued(errand, word, &form.statement, form.passwords)?;
    Ok(errand.json(&told(&issued)))
}

/// Issues the certificate of an approved application.
pub(super) fn issued(
    errand: &mut Errand<'_>,
    word: &str,
    form: &Statement,
    passwords: Passwords,
) -> Result<Issued, Refused> {
    let judged = errand.desk.state().onboarding.judge_form(word, form, &passwords).cloned();
    let application = judged.map_err(|wrong| refusal(errand, &wrong))?;
    let order = Order {
        organization: Some(form.institution.clone()),
        common_name: Some(form.system.clone()),
        names: vec![form.host.clone()],
        // Two applications of the same words get two keys.
        label: format!("{}-{}", errand.desk.sandbox.name, application.id),
        ..Order::new(Profile::EpuapSystem)
    };
    let credential = errand.desk.sandbox.vault.issue(&order, errand.now);
    let credential = credential.map_err(|why| errand.refuse(&rules::REQUEST, why.to_string()))?;
    let issued = Issued {
        serial: credential.serial.clone(),
        podmiot: form.podmiot.clone(),
        application: application.id,
        order,
        at: errand.now,
        der: credential.certificate.clone(),
        passwords,
    };
    let kept = errand.desk.state().onboarding.issued(issued.clone());
    kept.map_err(|wrong| refusal(errand, &wrong))?;
    Ok(issued)
}

/// What is told of a certificate: no passwords.
pub(super) fn told(issued: &Issued) -> serde_json::Value {
    json!({
        "serial": issued.serial,
        "podmiot": issued.podmiot,
        "application": issued.application,
        "files": FILES,
    })
}

/// The files of a certificate. CC Sigillum mails two key files and a report (spec §5, step 5); the PEM of the key is for
/// clients that read no .p12.
const FILES: [&str; 5] = ["klucz.p12", "klucz.legacy.p12", "klucz.pem", "certyfikat.txt", "raport.txt"];

pub(super) fn file(errand: &mut Errand<'_>, serial: &str, name: &str) -> Done {
    let issued = known(errand, serial)?;
    let credential = errand.desk.sandbox.vault.issue(&issued.order, issued.at);
    let credential = credential.map_err(|why| errand.refuse(&ground::MACHINE, why.to_string()))?;
    if name == "raport.txt" {
        return Ok(bytes("text/plain; charset=utf-8", report(&issued, &credential)));
    }
    of_credential(errand, &credential, name, &issued.passwords.p12)
}

/// A file of a credential.
pub(super) fn of_credential(
    errand: &mut Errand<'_>,
    credential: &Credential,
    name: &str,
    password: &str,
) -> Done {
    let packed = |flavour| credential.pkcs12(password, flavour);
    let p12 = match name {
        "klucz.p12" => packed(Flavour::Modern),
        "klucz.legacy.p12" => packed(Flavour::Legacy),
        // The leaf to register, then the three above it.
        "certyfikat.txt" => return Ok(bytes(PEM, credential.chain_pem())),
        "klucz.pem" => return Ok(bytes(PEM, credential.key.pem())),
        _ => {
            let sentence = format!("there is no such file; there are {}", FILES.join(", "));
            return Err(errand.refuse(&rules::REQUEST, sentence));
        }
    };
    let p12 = p12.map_err(|why| errand.refuse(&ground::MACHINE, why.to_string()))?;
    Ok(bytes("application/x-pkcs12", p12))
}

pub(super) fn revoke(errand: &mut Errand<'_>, serial: &str) -> Done {
    let wanted: Revocation = errand.body()?;
    let issued = known(errand, serial)?;
    let right = wanted.by_operator || wanted.password.as_ref() == Some(&issued.passwords.revocation);
    if !right {
        return Err(errand.refuse(&rules::REVOCATION, "the revocation password is wrong"));
    }
    errand.desk.state().onboarding.revoke(&issued.serial, errand.now);
    // The CRL is the vault's. It knows the certificate, so this cannot fail for want of it; a full disk is told.
    let revoked = errand.desk.sandbox.vault.revoke(&issued.serial, errand.now);
    revoked.map_err(|why| errand.refuse(&ground::MACHINE, why.to_string()))?;
    Ok(errand.json(&json!({ "serial": issued.serial, "revoked": true })))
}

/// What a client must trust, or may: the chain of ePUAP, the certificate that answers are signed with, the CRL.
pub(super) fn trust(errand: &mut Errand<'_>, name: &str) -> Done {
    let vault = &errand.desk.sandbox.vault;
    let now = errand.now;
    let made = match name {
        "ca.pem" => vault.export_ca(Authority::Epuap, now).map(|pem| bytes(PEM, pem)),
        "crl.der" => vault.crl(Authority::Epuap, now).map(|der| bytes("application/pkix-crl", der)),
        "ws-sign.pem" => vault
            .issue(&signer::service_order(), now)
            .map(|credential| bytes(PEM, credential.certificate_pem())),
        _ => return Err(errand.refuse(&rules::REQUEST, "there are ca.pem, crl.der and ws-sign.pem")),
    };
    made.map_err(|why| errand.refuse(&ground::MACHINE, why.to_string()))
}

fn known(errand: &mut Errand<'_>, serial: &str) -> Result<Issued, Refused> {
    let issued = errand.desk.state().onboarding.by_serial(serial).cloned();
    errand.need(&rules::REVOCATION, issued, "no certificate of this serial number was issued here")
}

fn report(issued: &Issued, credential: &Credential) -> String {
    format!(
        "RAPORT Z WYDANIA CERTYFIKATU — ŚRODOWISKO ĆWICZEBNE\n\nPodmiot: {}\nNumer wniosku: {}\nNumer seryjny: {}\n\
         Do rejestracji służy pierwszy certyfikat z pliku certyfikat.txt; pozostałe ({}) to certyfikaty urzędów.\n\
         Wydrukuj, podpisz, odeślij pocztą. (Nie trzeba: to poligon.)\n",
        issued.podmiot,
        issued.application,
        issued.serial,
        credential.above.len()
    )
}
