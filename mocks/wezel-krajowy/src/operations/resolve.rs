//! `POST /login-services/idpArtifactResolutionService` (spec §3.3, §3.4).

use poligon_crypto::{Document, Element};
use poligon_institution::{Evidence, Refused, Response};
use poligon_saml::read::{ArtifactResolve, Head};
use poligon_saml::{Artifact, artifact, soap};
use time::Duration;

use super::{ARTIFACTS, reading, seal, sso};
use crate::checks::{logout as logout_rules, resolve};
use crate::desk::{BackChannel, Call};
use crate::state::artifacts::{Kept, Spent};
use crate::state::registration::Provider;
use crate::wire::answers;
use crate::{cases, knobs};

/// Answers with what waits behind the artifact.
///
/// # Errors
/// When the request is refused.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    call.back_channel = Some(BackChannel::default());
    let body = call.request.body.clone();
    content_type(call)?;
    let document = reading::document(&mut call.exam, &body)?;
    let message = message(call, &document)?;
    let read = call.exam.need(&resolve::MESSAGE.check, ArtifactResolve::read(message), || {
        vec![Evidence::values("message in soap:Body", "saml2p:ArtifactResolve", message.local())]
    })?;
    let provider = sender(call, &document, message, &read.head, "ArtifactResolve")?;
    here(call, &read.head, ARTIFACTS)?;
    let (text, kept) = artifact(call, &read, &provider)?;
    let waited = call.now - kept.given;
    call.exam.require(&resolve::LATENCY.check, waited <= Duration::seconds(10), || {
        vec![Evidence::values(
            "seconds since the artifact was given",
            "10 or fewer",
            waited.whole_seconds().to_string(),
        )]
    })?;
    match cases::chosen(call) {
        Some(case) => case.answer(call, &kept, &provider, &text),
        None => answers::artifact_response(call, &kept, &provider),
    }
}

fn content_type(call: &mut Call<'_>) -> Result<(), Refused> {
    let kind = call.request.header("content-type").unwrap_or("none").to_ascii_lowercase();
    call.exam.require(&resolve::CONTENT_TYPE.check, kind.starts_with("text/xml"), || {
        vec![Evidence::values("Content-Type", "text/xml", kind)]
    })
}

/// The one message in the envelope.
///
/// # Errors
/// When there is no envelope of SOAP 1.1, or not one message in it.
pub(crate) fn message<'d>(call: &mut Call<'_>, document: &'d Document<'_>) -> Result<Element<'d>, Refused> {
    match soap::message(document) {
        Ok(message) => {
            call.exam.pass(&resolve::ENVELOPE.check);
            Ok(message)
        }
        Err(why) => Err(call.exam.refuse(&resolve::ENVELOPE.check, vec![Evidence::text(why.to_string())])),
    }
}

/// Who sent a message over SOAP: head, issuer, registration, signature.
///
/// # Errors
/// When one of them is not taken.
pub(crate) fn sender(
    call: &mut Call<'_>,
    document: &Document<'_>,
    message: Element<'_>,
    head: &Head,
    name: &str,
) -> Result<Provider, Refused> {
    let id = head.id.clone().filter(|id| reading::is_name(id));
    if let Some(back_channel) = &mut call.back_channel {
        back_channel.id.clone_from(&id);
    }
    let whole = id.is_some() && head.version.as_deref() == Some("2.0") && head.issue_instant.is_some();
    call.exam.require(&resolve::HEAD.check, whole, || {
        let shown = |value: &Option<String>| value.clone().unwrap_or_else(|| "none".to_owned());
        let got = format!("{}, {}, {}", shown(&head.id), shown(&head.version), shown(&head.issue_instant));
        vec![Evidence::values("ID, Version, IssueInstant", "an XML name, 2.0, a moment", got)]
    })?;
    let issuer = head.issuer.clone().unwrap_or_default();
    let found = call.desk.state().registration.find(&issuer).cloned();
    let provider = call.exam.need(&resolve::ISSUER.check, found, || {
        let shown: String = issuer.chars().take(200).collect();
        vec![Evidence::values("saml2:Issuer", "a registered service provider", shown)]
    })?;
    sso::admitted(call, &provider)?;
    let pair = provider.certificates.get(&call.place.environment);
    let path = format!("/Envelope/Body/{name}");
    let (terms, now) = (sso::terms(call), call.now);
    seal::judge(&mut call.exam, document, message, &path, pair, terms, now)?;
    Ok(provider)
}

/// Destination, which may be absent.
///
/// # Errors
/// When it is another address (picky).
pub(crate) fn here(call: &mut Call<'_>, head: &Head, path: &str) -> Result<(), Refused> {
    let Some(destination) = &head.destination else {
        call.exam.skip(&logout_rules::DESTINATION.check, "there is no Destination");
        return Ok(());
    };
    let fits = call.place.is_here(destination, path);
    let expected = call.place.url(path);
    call.exam.require(&logout_rules::DESTINATION.check, fits, || {
        vec![Evidence::values(
            "Destination",
            format!("{expected}, or that of an official host"),
            &**destination,
        )]
    })
}

fn artifact(
    call: &mut Call<'_>,
    read: &ArtifactResolve,
    provider: &Provider,
) -> Result<(String, Kept), Refused> {
    let text = read.artifact.clone().unwrap_or_default();
    let decoded = match Artifact::decode(&text) {
        Ok(decoded) => {
            call.exam.pass(&resolve::ARTIFACT.check);
            decoded
        }
        Err(why) => {
            let shown: String = text.chars().take(100).collect();
            let evidence = vec![
                Evidence::text(format!("saml2p:Artifact: {why}.")),
                Evidence::values("saml2p:Artifact", "60 characters", shown),
            ];
            return Err(call.exam.refuse(&resolve::ARTIFACT.check, evidence));
        }
    };
    let node = call.place.environment.issuer();
    let ours = decoded.source == artifact::source_id(node);
    call.exam.need(&resolve::SOURCE.check, ours.then_some(()), || {
        vec![Evidence::values("SourceID", format!("SHA-1 of „{node}”"), "another")]
    })?;
    let ttl = Duration::seconds(i64::try_from(knobs::TTL.number(&call.desk.sandbox.settings)).unwrap_or(60));
    // Decided under one lock: of two that come at once, one gets the answer.
    let canonical = decoded.encode();
    let mut state = call.desk.state();
    let decided = match state.artifacts.find_mut(&canonical) {
        None => Err("no artifact of this text was given here, or it was long ago".to_owned()),
        Some(kept) if kept.asked.issuer != provider.issuer => {
            let owner = kept.asked.issuer.clone();
            drop(state);
            let evidence = Evidence::values("service provider of the artifact", owner, &*provider.issuer);
            return Err(call.exam.refuse(&resolve::OWNER.check, vec![evidence]));
        }
        Some(kept) => {
            let before = kept.clone();
            kept.resolve(ttl, call.now).map(|()| before).map_err(|why| match why {
                Spent::Used => "it was resolved before".to_owned(),
                Spent::Expired(end) => format!("it expired on {end}"),
            })
        }
    };
    drop(state);
    call.exam.pass(&resolve::OWNER.check);
    match decided {
        Ok(kept) => {
            call.exam.pass(&resolve::SINGLE_USE.check);
            Ok((canonical, kept))
        }
        Err(why) => {
            let evidence = Evidence::values("the artifact", "given here, unused, in time", why);
            Err(call.exam.refuse(&resolve::SINGLE_USE.check, vec![evidence]))
        }
    }
}
