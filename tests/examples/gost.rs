//! GOST both ways, for `tests/clients/gost`:
//!
//! `gost sign DIR` writes for every parameter set a self-signed certificate, its key, a chain of three and signatures in each form
//! over `text`, for OpenSSL to judge. `gost judge DIR` verifies what OpenSSL wrote there: each `NAME.cms` or `NAME.raw` with the
//! certificate `NAME`'s first part says, one line `NAME ok` or `NAME bad REASON` on stdout.

use std::error::Error;
use std::path::{Path, PathBuf};

use poligon_certs::{KeyKind, Order, Profile, Russian, Vault};
use poligon_crypto::Certificate;
use poligon_crypto::cms::{self, Plan, Signer};
use poligon_crypto::gost::{self, ParameterSet, SigningKey};
use poligon_world::clock::wall_now;

const TEXT: &[u8] = b"openid2026.11.24 12:00:00 +0000CLIENT8f3c";

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let verb = arguments.next().ok_or("usage: gost sign|judge DIR")?;
    let directory = PathBuf::from(arguments.next().ok_or("usage: gost sign|judge DIR")?);
    match verb.as_str() {
        "sign" => sign(&directory),
        "judge" => judge(&directory),
        _ => Err("usage: gost sign|judge DIR".into()),
    }
}

fn sign(directory: &Path) -> Result<(), Box<dyn Error>> {
    std::fs::create_dir_all(directory)?;
    let write = |name: String, bytes: &[u8]| std::fs::write(directory.join(name), bytes);
    write("text".to_owned(), TEXT)?;
    let vault = Vault::in_memory(None);
    let now = wall_now();
    for set in ParameterSet::ALL {
        let name = set.name();
        let order = Order { key: KeyKind::Gost(set), self_signed: true, ..order() };
        let credential = vault.issue(&order, now)?;
        write(format!("{name}.cert.pem"), credential.certificate_pem().as_bytes())?;
        write(format!("{name}.key.pem"), credential.key.pem().as_bytes())?;
        let chained = vault.issue(&Order { self_signed: false, ..order }, now)?;
        write(format!("{name}.leaf.pem"), chained.certificate_pem().as_bytes())?;
        let key = SigningKey::from_pkcs8(credential.key.pkcs8())?;
        write(format!("{name}.raw"), &key.sign(TEXT)?)?;
        let attributes = Plan { attributes: true, signing_time: Some(now), ..Plan::default() };
        let attached = Plan { attached: true, ..attributes };
        for (form, plan) in [
            ("noattr", Plan::default()),
            ("attr", attributes),
            ("cades", Plan::cades(now)),
            ("attached", attached),
        ] {
            let message = cms::sign(TEXT, Signer::Gost(&key), &credential.chain(), plan)?;
            write(format!("{name}.{form}.cms"), &message)?;
        }
    }
    let roots = vault.export_ca(poligon_certs::Authority::Esia, now)?;
    write("roots.pem".to_owned(), roots.as_bytes())?;
    Ok(())
}

fn order() -> Order {
    let russian = Russian {
        snils: Some("00000060001".into()),
        ogrn: Some("1000000000009".into()),
        inn_le: Some("9900000000".into()),
        ..Russian::default()
    };
    Order {
        organization: Some("ООО «Берёзка учебная»".into()),
        surname: Some("Вымышленный".into()),
        given_name: Some("Иван".into()),
        russian: Some(russian),
        ..Order::new(Profile::EsiaEmployee)
    }
}

fn judge(directory: &Path) -> Result<(), Box<dyn Error>> {
    let text = std::fs::read(directory.join("text"))?;
    let mut names: Vec<String> = std::fs::read_dir(directory)?
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .filter(|name| name.ends_with(".cms") || name.ends_with(".raw") || name.ends_with(".cert.der"))
        .collect();
    names.sort();
    for name in names {
        let bytes = std::fs::read(directory.join(&name))?;
        let verdict = verdict(directory, &name, &bytes, &text)?;
        println!("{name} {verdict}");
    }
    Ok(())
}

fn verdict(directory: &Path, name: &str, bytes: &[u8], text: &[u8]) -> Result<String, Box<dyn Error>> {
    if name.ends_with(".cert.der") {
        let certificate = Certificate::from_der(bytes)?;
        return Ok(if certificate.is_self_signed() { "ok" } else { "bad self-signature" }.to_owned());
    }
    let (failed, hypotheses) = if name.ends_with(".cms") {
        let report = cms::verify(bytes, text, &[], &cms::twins(text));
        (report.failed_step().map(|step| step.stage), report.hypotheses)
    } else {
        let set = name.split('.').next().unwrap_or_default();
        let der = std::fs::read(directory.join(format!("{set}.cert.der")))?;
        let key = Certificate::from_der(&der)?.gost_key().ok_or("the certificate has no GOST key")?;
        let report = gost::verify_raw(&key, text, bytes, &cms::twins(text));
        (report.steps.iter().find(|step| step.failed()).map(|step| step.stage), report.hypotheses)
    };
    let why = hypotheses.iter().map(|one| one.id).collect::<Vec<_>>().join("+");
    Ok(match failed {
        None => "ok".to_owned(),
        Some(stage) => format!("bad {stage} {why}"),
    })
}
