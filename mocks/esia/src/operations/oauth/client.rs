//! What both endpoints check first: a forced error, the parameters, the time, the client.

use poligon_institution::{Evidence, Refused};
use poligon_world::russia::System;
use time::OffsetDateTime;

use crate::checks::{ground, oauth};
use crate::desk::Call;
use crate::knobs;
use crate::wire::timestamp;

/// Answers the error that a trainer asked for.
///
/// # Errors
/// When one was asked for.
pub fn forced(call: &mut Call<'_>) -> Result<(), Refused> {
    let code = knobs::ANSWER_ERROR.value(call.settings());
    let position = ground::FORCED_CODES.iter().skip(1).position(|known| *known == code);
    match position.and_then(|index| ground::FORCED.get(index)) {
        Some(rule) => {
            let said = format!("The knob esia.answer-error is at {code}.");
            Err(call.exam.refuse(&rule.check, vec![Evidence::text(said)]))
        }
        None => Ok(()),
    }
}

/// The mandatory parameters are there, each once.
///
/// # Errors
/// When one is missing or comes twice.
pub fn present(call: &mut Call<'_>, names: &[&str]) -> Result<(), Refused> {
    let missing: Vec<&str> = names.iter().copied().filter(|name| call.params.text(name).is_empty()).collect();
    if !missing.is_empty() {
        let mut evidence = vec![Evidence::values("parameters", names.join(", "), missing.join(", "))];
        if call.params.json_body {
            evidence.push(Evidence::text(
                "The body is JSON. The token endpoint reads application/x-www-form-urlencoded only.",
            ));
        }
        return Err(call.exam.refuse(&oauth::PRESENT.check, evidence));
    }
    call.exam.pass(&oauth::PRESENT.check);
    let repeated = call.params.repeated().join(", ");
    call.exam.require(&oauth::ONCE.check, repeated.is_empty(), || {
        vec![Evidence::values("parameters that come once", "each", repeated)]
    })
}

/// `timestamp` can be read and is now.
///
/// # Errors
/// When not.
pub fn time(call: &mut Call<'_>) -> Result<(), Refused> {
    let text = call.params.text("timestamp").to_owned();
    let Some(at) = timestamp::read(&text) else {
        let evidence = vec![
            // The wire lists the parameter's name.
            Evidence::values("timestamp", "yyyy.MM.dd HH:mm:ss Z", "timestamp"),
            Evidence::text(format!("„{}”: {}", cut(&text), timestamp::mistake(&text))),
        ];
        return Err(call.exam.refuse(&oauth::TIMESTAMP.check, evidence));
    };
    call.exam.pass(&oauth::TIMESTAMP.check);
    let window = i64::try_from(knobs::TIMESTAMP_WINDOW.number(call.settings())).unwrap_or(i64::MAX);
    let skew = (at - call.now).whole_seconds();
    let now = call.now;
    call.exam.require(&oauth::CLOCK.check, skew.abs() <= window, || skewed(skew, now, &text))
}

fn skewed(skew: i64, now: OffsetDateTime, text: &str) -> Vec<Evidence> {
    let way = if skew > 0 { "ahead of" } else { "behind" };
    let mut evidence = vec![
        Evidence::values("timestamp", timestamp::write(now), text),
        Evidence::text(format!("It is {} s {way} the stand's clock.", skew.abs())),
    ];
    if skew.abs() % 3600 <= 5 || skew.abs() % 3600 >= 3595 {
        evidence.push(Evidence::text(
            "The difference is whole hours: local time was written with the offset of another zone.",
        ));
    }
    evidence
}

/// The client is registered.
///
/// # Errors
/// When not.
pub fn known(call: &mut Call<'_>) -> Result<System, Refused> {
    let id = call.params.text("client_id").to_owned();
    let system = call.desk.russia().system(&id).cloned();
    let all: Vec<String> = call.desk.russia().systems.iter().map(|one| one.mnemonic.clone()).collect();
    call.exam.need(&oauth::CLIENT.check, system, || {
        vec![Evidence::values("client_id", all.join(" or "), cut(&id))]
    })
}

/// Whether an address lies under one that the system registered: same scheme, that host or one under it.
pub fn is_registered(system: &System, address: &str) -> bool {
    let Some((scheme, host)) = origin(address) else { return false };
    system.urls.iter().filter_map(|url| origin(url)).any(|(known_scheme, known)| {
        scheme == known_scheme && (host == known || host.ends_with(&format!(".{known}")))
    })
}

/// Scheme and host, without port and user.
fn origin(address: &str) -> Option<(String, String)> {
    let address = address.parse::<http::Uri>().ok()?;
    let scheme = address.scheme_str()?.to_ascii_lowercase();
    let authority = address.authority()?;
    if authority.as_str().contains('@') || !matches!(scheme.as_str(), "http" | "https") {
        return None;
    }
    Some((scheme, authority.host().to_ascii_lowercase()))
}

/// The beginning of a text from outside, for evidence.
pub fn cut(text: &str) -> String {
    text.chars().take(200).collect()
}

#[cfg(test)]
mod tests {
    use poligon_world::russia::Algorithm;

    use super::*;

    #[test]
    fn sub_domains_and_paths_are_implied_and_lookalikes_are_not() {
        let system = System {
            mnemonic: "X".into(),
            name: "X".into(),
            organisation: "x".into(),
            urls: vec!["https://client.example".into()],
            algorithm: Algorithm::Rs256,
            scopes: Vec::new(),
        };
        for good in ["https://client.example/cb?x=1", "https://a.client.example:8443/"] {
            assert!(is_registered(&system, good), "{good}");
        }
        for bad in [
            "http://client.example/",
            "https://evilclient.example/",
            "https://client.example@evil.example/",
            "https://client.example.evil/",
            "javascript:alert(1)",
            "",
        ] {
            assert!(!is_registered(&system, bad), "{bad}");
        }
    }
}
