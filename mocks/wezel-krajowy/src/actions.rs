//! The client side: what a scenario can do to Węzeł Krajowy.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::Method;
use poligon_crypto::xmlenc::{OpeningKey, decrypt};
use poligon_crypto::{Document, Limits, SigningKey};
use poligon_institution::{Action, Arguments, Parameter, ParameterKind, Played, Request, Response, Stage};
use poligon_saml::names::{NATURAL_PERSON, PROTOCOL};
use poligon_saml::read::{Assertion, Response as Message};
use poligon_saml::write::{self, ATTRIBUTES, NewAuthnRequest, Signer};
use poligon_saml::{form, soap};
use serde_json::{Value, json};

use crate::environment::Environment;
use crate::identity::Level;
use crate::operations::{ARTIFACTS, LOGOUT, SSO};

const NAME: &str = "wezel-krajowy";
const ACS: &str = "https://sp.localhost/acs";

const fn takes(name: &'static str, about: &'static str) -> Parameter {
    Parameter { name, about, kind: ParameterKind::Text, required: false }
}

const ISSUER: Parameter = takes("issuer", "saml2:Issuer of the service provider; else „poligon-sp”");
const ENVIRONMENT: Parameter = Parameter {
    name: "environment",
    about: "where; else the simulator",
    kind: ParameterKind::OneOf(&["symulator", "integracyjne", "produkcyjne"]),
    required: false,
};

/// All actions.
pub static ACTIONS: &[Action] = &[
    Action {
        name: "wezel-krajowy.register-provider",
        about: "registers a service provider and keeps its keys for the actions that follow",
        takes: &[ISSUER, ENVIRONMENT, takes("acs", "its ACS"), takes("provider-name", "its ProviderName")],
        gives: &["issuer"],
        play: register,
    },
    Action {
        name: "wezel-krajowy.log-in",
        about: "logs a person in as the registered service provider: AuthnRequest, artifact, ArtifactResolve, decryption",
        takes: &[
            Parameter { name: "person", about: "who", kind: ParameterKind::Party, required: true },
            ISSUER,
            ENVIRONMENT,
            takes("method", "pz, edowod, mobywatel, mojeid or eidas; else pz"),
            takes(
                "outcome",
                "success, cancel, wrong-password, timeout, blocked, revoked or low-level; else success",
            ),
            takes("level", "low, substantial or high; else low"),
            takes("relay-state", "RelayState"),
        ],
        gives: &[
            "artifact",
            "status",
            "person-identifier",
            "family-name",
            "first-name",
            "date-of-birth",
            "name-id",
            "session-index",
            "level",
        ],
        play: log_in,
    },
    Action {
        name: "wezel-krajowy.log-out",
        about: "ends the session of the last login",
        takes: &[
            ISSUER,
            ENVIRONMENT,
            takes("session-index", "another SessionIndex"),
            takes("name-id", "another NameID"),
        ],
        gives: &["status"],
        play: log_out,
    },
];

fn issuer(arguments: &Arguments) -> String {
    arguments.text_or("issuer", "poligon-sp")
}

fn environment(arguments: &Arguments) -> Environment {
    Environment::named(&arguments.text_or("environment", "symulator")).unwrap_or_default()
}

fn path(environment: Environment, path: &str) -> String {
    format!("/{}{path}", environment.name())
}

fn register(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let environment = environment(arguments);
    let reached = match environment {
        Environment::Symulator => "symulator-testy",
        Environment::Integracyjne => "integracyjne",
        Environment::Produkcyjne => "produkcyjne",
    };
    let issuer = issuer(arguments);
    let body = json!({
        "issuer": issuer, "acs": [arguments.text_or("acs", ACS)], "stage": reached,
        "provider_name": arguments.text_or("provider-name", "Usługodawca na niby"),
    });
    let request = Request::new(Method::POST, "/_poligon/providers")
        .with_header("content-type", "application/json")
        .with_body(body.to_string());
    let answer = stage.line.send(NAME, request);
    if let Ok(response) = &answer {
        let told: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        for kind in ["signing", "encryption"] {
            let key = told
                .pointer(&format!("/issued/{}/{kind}/key", environment.name()))
                .cloned()
                .unwrap_or_default();
            stage.memory.keep(format!("wezel-krajowy.{issuer}.{}.{kind}", environment.name()), key);
        }
    }
    Ok(Played::answered(answer).with("issuer", issuer))
}

fn log_in(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let (issuer, environment) = (issuer(arguments), environment(arguments));
    let signer = signer(stage, &issuer, environment)?;
    let now = stage.line.now();
    let sso = path(environment, SSO);
    let destination = format!("{}{sso}", stage.line.base(NAME));
    let level = Level::named(&arguments.text_or("level", "low")).unwrap_or(Level::Low).uri();
    let id = format!("ID-{}", stage.sandbox.entropy.uuid());
    let message = write::authn_request(&NewAuthnRequest {
        id: &id,
        issuer: &issuer,
        destination: &destination,
        acs: &arguments.text_or("acs", ACS),
        provider_name: Some(&arguments.text_or("provider-name", "Usługodawca na niby")),
        sp_type: Some("public"),
        level: Some(&level),
        now,
    });
    let signed = write::signed_message(&message, &id, &signer).map_err(|why| why.to_string())?;
    let encoded = STANDARD.encode(signed);
    let mut fields = vec![("SAMLRequest", encoded.as_str())];
    let relay_state = arguments.text("relay-state");
    if let Some(relay_state) = &relay_state {
        fields.push(("RelayState", relay_state));
    }
    let order = form::encode(&format!(
        "{},{},{}",
        arguments.text_or("person", ""),
        arguments.text_or("method", "pz"),
        arguments.text_or("outcome", "success")
    ));
    let request = Request::new(Method::POST, &format!("{sso}?poligon-login={order}"))
        .with_header("content-type", "application/x-www-form-urlencoded")
        .with_body(form::write(&fields));
    let answer = stage.line.send(NAME, request);
    let Ok(page) = &answer else { return Ok(Played::answered(answer)) };
    let Some(artifact) = artifact(page) else { return Ok(Played::answered(answer)) };
    let resolved = resolve(stage, &signer, &issuer, environment, &artifact)?;
    let values = opened(stage, &issuer, environment, &resolved);
    let mut played = Played::answered(resolved).with("artifact", artifact);
    for (name, value) in values {
        if matches!(name.as_str(), "name-id" | "session-index") {
            stage.memory.keep(format!("wezel-krajowy.{name}"), value.clone());
        }
        played = played.with(&name, value);
    }
    Ok(played)
}

fn signer(stage: &Stage<'_>, issuer: &str, environment: Environment) -> Result<Signer, String> {
    let key = key(stage, issuer, environment, "signing")?;
    let key = SigningKey::from_pkcs8(&key).map_err(|why| why.to_string())?;
    Ok(Signer { key, certificate: Vec::new() })
}

fn key(stage: &Stage<'_>, issuer: &str, environment: Environment, kind: &str) -> Result<Vec<u8>, String> {
    let name = format!("wezel-krajowy.{issuer}.{}.{kind}", environment.name());
    let pem = stage.memory.text(&name).ok_or_else(|| {
        format!(
            "no keys of „{issuer}” for {} are known; play wezel-krajowy.register-provider first",
            environment.name()
        )
    })?;
    let body: String = pem.lines().filter(|line| !line.starts_with("-----")).collect();
    STANDARD.decode(body).map_err(|why| format!("the kept key of „{issuer}” is no PEM ({why})"))
}

/// The artifact in the form that the browser is given.
fn artifact(page: &Response) -> Option<String> {
    let text = String::from_utf8_lossy(&page.body);
    let (_, rest) = text.split_once("name=\"SAMLart\" value=\"")?;
    rest.split_once('"').map(|(artifact, _)| artifact.to_owned())
}

fn resolve(
    stage: &mut Stage<'_>,
    signer: &Signer,
    issuer: &str,
    environment: Environment,
    artifact: &str,
) -> Result<Result<Response, poligon_institution::Broken>, String> {
    let id = format!("ID-{}", stage.sandbox.entropy.uuid());
    let message = write::artifact_resolve(&id, issuer, None, artifact, stage.line.now());
    let signed = write::signed_message(&message, &id, signer).map_err(|why| why.to_string())?;
    let request = Request::new(Method::POST, &path(environment, ARTIFACTS))
        .with_header("content-type", "text/xml; charset=utf-8")
        .with_body(soap::envelope(&signed));
    Ok(stage.line.send(NAME, request))
}

/// What the answer says, as far as it can be read and opened.
fn opened(
    stage: &Stage<'_>,
    issuer: &str,
    environment: Environment,
    answer: &Result<Response, poligon_institution::Broken>,
) -> BTreeMap<String, Value> {
    let mut values = BTreeMap::new();
    let Ok(response) = answer else { return values };
    let Ok(document) = Document::parse(&response.body, Limits::MESSAGE) else { return values };
    let Some(inner) = document.root().descendants().find(|element| element.is(PROTOCOL, "Response")) else {
        return values;
    };
    if let Some(status) = Message::read(inner).and_then(|message| message.status) {
        values.insert("status".to_owned(), json!(status.sub_code.unwrap_or(status.code)));
    }
    let key =
        key(stage, issuer, environment, "encryption").ok().and_then(|key| OpeningKey::from_pkcs8(&key).ok());
    let Some((data, key)) = Message::encrypted_data(inner).zip(key) else { return values };
    let Ok(plain) = decrypt(data, &key, None) else { return values };
    let Ok(document) = Document::parse(&plain.plain, Limits::MESSAGE) else { return values };
    let Some(assertion) = Assertion::read(document.root()) else { return values };
    for (name, value) in [
        ("name-id", &assertion.name_id),
        ("session-index", &assertion.session_index),
        ("level", &assertion.level),
    ] {
        values.insert(name.to_owned(), json!(value));
    }
    for ((_, name), key) in
        ATTRIBUTES.iter().zip(["family-name", "first-name", "date-of-birth", "person-identifier"])
    {
        values.insert(key.to_owned(), json!(assertion.value(&format!("{NATURAL_PERSON}/{name}"))));
    }
    values
}

fn log_out(stage: &mut Stage<'_>, arguments: &Arguments) -> Result<Played, String> {
    let (issuer, environment) = (issuer(arguments), environment(arguments));
    let signer = signer(stage, &issuer, environment)?;
    let kept = |name: &str| {
        arguments
            .text(name)
            .or_else(|| stage.memory.text(&format!("wezel-krajowy.{name}")).map(str::to_owned))
    };
    let (name_id, session) = (kept("name-id").unwrap_or_default(), kept("session-index").unwrap_or_default());
    let id = format!("ID-{}", stage.sandbox.entropy.uuid());
    let message = write::logout_request(&id, &issuer, None, &name_id, &session, stage.line.now());
    let signed = write::signed_message(&message, &id, &signer).map_err(|why| why.to_string())?;
    let request = Request::new(Method::POST, &path(environment, LOGOUT))
        .with_header("content-type", "text/xml; charset=utf-8")
        .with_body(soap::envelope(&signed));
    let answer = stage.line.send(NAME, request);
    let status = answer.as_ref().ok().and_then(|response| {
        let document = Document::parse(&response.body, Limits::MESSAGE).ok()?;
        let message = document.root().descendants().find(|element| element.is(PROTOCOL, "LogoutResponse"))?;
        Message::read(message)?.status.map(|status| status.sub_code.unwrap_or(status.code))
    });
    Ok(Played::answered(answer).with("status", json!(status)))
}
