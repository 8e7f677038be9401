//! `POST /login/SingleSignOnService`: an AuthnRequest from the browser.

use http::Method;
use poligon_crypto::Document;
use poligon_institution::{Evidence, Examination, Refused, Response};
use poligon_saml::form::Form;
use poligon_saml::read::AuthnRequest;
use poligon_saml::{moment, sealed};
use time::{Duration, OffsetDateTime};

use super::{SSO, login, reading, seal};
use crate::checks::{extensions, parse, request};
use crate::desk::Call;
use crate::environment::{Environment, Place};
use crate::knobs;
use crate::state::logins::{self, Asked, Ordered};
use crate::state::registration::{Pair, Provider, Stage};
use crate::wire::requests;

/// Answers with the login page, or with the artifact when nobody must be asked.
///
/// # Errors
/// When the request is refused.
pub fn answer(call: &mut Call<'_>) -> Result<Response, Refused> {
    let form = form(call)?;
    let field = field(call, &form)?;
    let bytes = reading::decoded(&mut call.exam, &field)?;
    let document = reading::document(&mut call.exam, &bytes)?;
    let message = root(&mut call.exam, &document)?;
    identified(&mut call.exam, &message)?;
    let provider = provider(call, &document, &message)?;
    let pair = provider.certificates.get(&call.place.environment);
    let terms = terms(call);
    let now = call.now;
    seal::judge(&mut call.exam, &document, document.root(), "/AuthnRequest", pair, terms, now)?;
    let acs = acs(call, &message, &provider)?;
    let relay_state = form.value("RelayState").map(str::to_owned);
    let foreign = form.value("ForeignAuthentication").is_some_and(|value| value == "true");
    let level = logins::level(&message).unwrap_or(crate::identity::Level::Low);
    let asked = Asked {
        environment: call.place.environment,
        issuer: provider.issuer.clone(),
        request: message.head.id.clone().unwrap_or_default(),
        acs,
        relay_state,
        level,
        foreign,
    };
    call.asked = Some(asked.clone());
    granted(call, &message, &provider)?;
    let ordered = ordered(call);
    login::begin(call, asked, ordered)
}

/// What the knobs ask of signatures.
pub(crate) fn terms(call: &Call<'_>) -> seal::Terms {
    seal::Terms { rsa: call.knob(&knobs::RSA) == "true", strict: call.knob(&knobs::SIGNING) == "signing" }
}

fn form(call: &mut Call<'_>) -> Result<Form, Refused> {
    let posted = (call.request.method == Method::POST).then_some(());
    let method = call.request.method.clone();
    call.exam
        .need(&parse::METHOD.check, posted, || vec![Evidence::values("method", "POST", method.as_str())])?;
    let kind = call.request.header("content-type").unwrap_or("none").to_ascii_lowercase();
    call.exam.require(
        &parse::CONTENT_TYPE.check,
        kind.starts_with("application/x-www-form-urlencoded"),
        || vec![Evidence::values("Content-Type", "application/x-www-form-urlencoded", &*kind)],
    )?;
    Ok(Form::read(&call.request.body))
}

fn field(call: &mut Call<'_>, form: &Form) -> Result<String, Refused> {
    let once = form.value("SAMLRequest").filter(|_| form.count("SAMLRequest") == 1).map(str::to_owned);
    call.exam.need(&parse::PARAMETER.check, once, || {
        let names: Vec<&str> = form.names().take(10).collect();
        vec![Evidence::values("fields of the form", "SAMLRequest once, RelayState", names.join(", "))]
    })
}

/// The AuthnRequest in a document.
///
/// # Errors
/// When it is another message.
pub fn root(exam: &mut Examination, document: &Document<'_>) -> Result<AuthnRequest, Refused> {
    let root = document.root();
    exam.need(&parse::ROOT.check, AuthnRequest::read(root), || {
        let got = format!("{{{}}}{}", root.namespace().unwrap_or_default(), root.local());
        vec![Evidence::values("document element", "{urn:oasis:names:tc:SAML:2.0:protocol}AuthnRequest", got)]
    })
}

/// ID, Version and the form of IssueInstant.
///
/// # Errors
/// When one of them is not as SAML wants it.
pub fn identified(exam: &mut Examination, message: &AuthnRequest) -> Result<(), Refused> {
    let head = &message.head;
    let id = head.id.as_deref().unwrap_or_default();
    exam.require(&request::ID.check, reading::is_name(id), || {
        vec![Evidence::values("ID", "an XML name", if id.is_empty() { "none" } else { id })]
    })?;
    exam.require(&request::VERSION.check, head.version.as_deref() == Some("2.0"), || {
        vec![Evidence::values("Version", "2.0", head.version.as_deref().unwrap_or("none"))]
    })?;
    let instant = head.issue_instant.as_deref().unwrap_or_default();
    exam.require(&request::INSTANT.check, moment::read(instant).is_some(), || {
        vec![Evidence::values("IssueInstant", "2026-11-25T08:00:00Z", instant)]
    })
}

fn provider(
    call: &mut Call<'_>,
    document: &Document<'_>,
    message: &AuthnRequest,
) -> Result<Provider, Refused> {
    let issuer = message.head.issuer.clone().unwrap_or_default();
    if call.knob(&knobs::PROVIDERS) == "open" {
        take_in(call, document, message, &issuer);
    }
    let found = call.desk.state().registration.find(&issuer).cloned();
    let provider = call.exam.need(&request::ISSUER.check, found, || {
        let shown: String = issuer.chars().take(200).collect();
        vec![Evidence::values("saml2:Issuer", "a registered service provider", shown)]
    })?;
    admitted(call, &provider)?;
    Ok(provider)
}

/// Whether the registration has reached the environment.
///
/// # Errors
/// When it has not.
pub(crate) fn admitted(call: &mut Call<'_>, provider: &Provider) -> Result<(), Refused> {
    let environment = call.place.environment;
    let admitted = provider.may_use(environment).then_some(());
    call.exam.need(&request::STAGE.check, admitted, || {
        vec![Evidence::values(
            format!("stage of „{}” for {}", provider.issuer, environment.name()),
            format!("{} or later, with certificates for it", Stage::opens(environment).name()),
            provider.stage.name(),
        )]
    })
}

/// The knob `wezel-krajowy.providers=open`: whoever comes is registered with what the first request shows.
fn take_in(call: &Call<'_>, document: &Document<'_>, message: &AuthnRequest, issuer: &str) {
    let Some(certificate) = sealed::facts(document, document.root()).certificate else { return };
    let Some(acs) = message.acs_url.clone().filter(|_| !issuer.is_empty()) else { return };
    let mut state = call.desk.state();
    if state.registration.find(issuer).is_some() {
        return;
    }
    let pair = Pair { signing: certificate.clone(), encryption: certificate };
    let provider = Provider {
        issuer: issuer.to_owned(),
        organisation: "(zarejestrowany pierwszym żądaniem)".to_owned(),
        provider_name: message.provider_name.clone(),
        sp_type: message
            .extensions
            .as_ref()
            .and_then(|ext| ext.sp_types.first().cloned())
            .unwrap_or_else(|| "public".to_owned()),
        level: logins::level(message).unwrap_or(crate::identity::Level::Low),
        acs: vec![acs],
        slo: None,
        stage: Stage::Produkcyjne,
        since: call.now,
        certificates: Environment::ALL.into_iter().map(|environment| (environment, pair.clone())).collect(),
    };
    state.registration.keep(provider);
}

fn acs(call: &mut Call<'_>, message: &AuthnRequest, provider: &Provider) -> Result<String, Refused> {
    let asked = message.acs_url.clone().filter(|acs| provider.acs.contains(acs));
    let acs = call.exam.need(&request::ACS_REGISTERED.check, asked, || {
        let got = message.acs_url.clone().unwrap_or_else(|| "none".to_owned());
        vec![Evidence::values("AssertionConsumerServiceURL", provider.acs.join(", "), got)]
    })?;
    call.exam.require(&request::ACS_HTTPS.check, requests::is_safe(&acs), || {
        vec![Evidence::values("AssertionConsumerServiceURL", "https", &*acs)]
    })?;
    Ok(acs)
}

/// The checks whose failure the service provider learns by artifact.
fn granted(call: &mut Call<'_>, message: &AuthnRequest, provider: &Provider) -> Result<(), Refused> {
    let skew =
        Duration::seconds(i64::try_from(knobs::SKEW.number(&call.desk.sandbox.settings)).unwrap_or(300));
    fresh(&mut call.exam, message.head.issue_instant.as_deref(), skew, call.now)?;
    unused(call, message)?;
    let destination = message.head.destination.clone().unwrap_or_else(|| "none".to_owned());
    let here = call.place.is_here(&destination, SSO);
    let expected = call.place.url(SSO);
    call.exam.require(&request::DESTINATION.check, here, || {
        vec![Evidence::values("Destination", format!("{expected}, or that of an official host"), destination)]
    })?;
    provider_name(call, message, provider)?;
    shape(&mut call.exam, message)?;
    let place = call.place.clone();
    asked_for(&mut call.exam, message, &place)
}

fn provider_name(call: &mut Call<'_>, message: &AuthnRequest, provider: &Provider) -> Result<(), Refused> {
    if !call.place.environment.compares_provider_name() {
        call.exam.skip(&request::PROVIDER_NAME.check, "the simulator does not compare it");
        return Ok(());
    }
    let same = message.provider_name == provider.provider_name || provider.provider_name.is_none();
    call.exam.require(&request::PROVIDER_NAME.check, same, || {
        let got = message.provider_name.clone().unwrap_or_else(|| "none".to_owned());
        vec![Evidence::values("ProviderName", provider.provider_name.clone().unwrap_or_default(), got)]
    })
}

fn unused(call: &mut Call<'_>, message: &AuthnRequest) -> Result<(), Refused> {
    if call.knob(&knobs::REPLAY) != "true" {
        call.exam.skip(&request::REPLAY.check, "wezel-krajowy.replay is off");
        return Ok(());
    }
    let id = message.head.id.clone().unwrap_or_default();
    let key = format!("{} authn {id}", message.head.issuer.as_deref().unwrap_or_default());
    let fresh = call.desk.state().used.keep(key, ());
    call.exam.require(&request::REPLAY.check, fresh, || vec![Evidence::values("ID", "an unused one", id)])
}

/// IssueInstant beside now.
///
/// # Errors
/// When they differ by more than `skew`.
pub fn fresh(
    exam: &mut Examination,
    instant: Option<&str>,
    skew: Duration,
    now: OffsetDateTime,
) -> Result<(), Refused> {
    let Some(at) = instant.and_then(moment::read) else { return Ok(()) };
    let away = at - now;
    exam.require(&request::SKEW.check, away.abs() <= skew, || {
        let mut evidence = vec![Evidence::values(
            "IssueInstant",
            format!("{} ± {skew}", moment::millis(now)),
            instant.unwrap_or_default(),
        )];
        let hours = away.whole_hours();
        if matches!(hours, 1 | 2) && (away - Duration::hours(hours)).abs() < skew {
            evidence.push(Evidence::text(format!(
                "It is {hours} h ahead: local time of Poland written with a „Z”."
            )));
        }
        evidence
    })
}

/// What holds for every AuthnRequest, whoever sent it.
///
/// # Errors
/// When one of the rules refuses.
pub fn shape(exam: &mut Examination, message: &AuthnRequest) -> Result<(), Refused> {
    requests::attributes(exam, message)?;
    requests::policy(exam, message)?;
    requests::context(exam, message)
}

/// The extensions, and whether SPType fits the host.
///
/// # Errors
/// When one of the rules refuses.
pub fn asked_for(exam: &mut Examination, message: &AuthnRequest, place: &Place) -> Result<(), Refused> {
    requests::extensions(exam, message)?;
    let own = message
        .extensions
        .as_ref()
        .and_then(|extensions| extensions.sp_types.first().cloned())
        .unwrap_or_default();
    match place.sp_type() {
        None => {
            exam.skip(&extensions::SP_TYPE_HOST.check, "the host is for every kind of service provider");
            Ok(())
        }
        Some(expected) => exam.require(&extensions::SP_TYPE_HOST.check, own == expected, || {
            vec![Evidence::values(format!("SPType at {}", place.host), expected, own)]
        }),
    }
}

/// Who logs in without a page: by the query, by an order, by the knob.
fn ordered(call: &Call<'_>) -> Option<Ordered> {
    let query = Form::read(call.request.query.as_deref().unwrap_or_default().as_bytes());
    if let Some(ordered) = query.value("poligon-login").and_then(Ordered::read) {
        return Some(ordered);
    }
    let mut state = call.desk.state();
    if !state.ordered.is_empty() {
        return Some(state.ordered.remove(0));
    }
    Ordered::read(&call.knob(&knobs::NEXT_LOGIN))
}
