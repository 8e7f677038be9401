//! The servlets (spec §1b) and the payer's page: HTML and files, no SOAP.

use http::{Method, StatusCode};
use poligon_institution::{Evidence, Examination, Refused, Request, Response};
use time::OffsetDateTime;

use crate::checks::{self, files, ground, services, skrytka};
use crate::desk::EpuapDesk;
use crate::desk::post::{self, Letter};
use crate::ids::{BoxAddress, Number};
use crate::knobs;
use crate::state::documents::File;
use crate::state::files::bare_id;
use crate::state::obligations::Stage;
use crate::wire::write::escape;

/// ExternalUploadServlet.
pub const UPLOAD: &str = "epuap.servlet.upload";
/// DownloadServlet.
pub const DOWNLOAD: &str = "epuap.servlet.download";
/// The payer's page.
pub const PAYMENT: &str = "epuap.platnosci.strona";
/// Where it lies.
pub const UPLOAD_PATH: &str = "/fe_web/ExternalUploadServlet";
/// Where it lies.
pub const DOWNLOAD_PATH: &str = "/file-download-servlet/DownloadServlet";
/// What the payer's pages lie under.
pub const PAYMENT_PATH: &str = "/platnosci/";

const HTML: &str = "text/html; charset=utf-8";
const BANNER: &str = "ŚRODOWISKO ĆWICZEBNE — TO NIE JEST SYSTEM PAŃSTWOWY";

/// A form with AdresSkrzynki and XML. The real one opens an editor in which a person signs and sends; here the document goes
/// into the box at once, unsigned, from nobody.
///
/// # Errors
/// When the form lacks something, or the box does not exist.
pub fn upload(
    desk: &EpuapDesk,
    request: &Request,
    exam: &mut Examination,
    now: OffsetDateTime,
) -> Result<Response, Refused> {
    method(exam, request, &[Method::POST])?;
    let address = field(&request.body, "AdresSkrzynki").unwrap_or_default();
    let xml = field(&request.body, "XML").unwrap_or_default();
    if xml.is_empty() {
        let evidence = vec![Evidence::values("form field XML", "the document", "nothing")];
        return Err(exam.refuse(&ground::SHAPE.check, evidence));
    }
    let parsed = address.parse::<BoxAddress>().ok();
    let known = parsed.filter(|address| desk.state().boxes.find(address).is_some());
    let to = exam.need(&skrytka::ADDRESS.check, known, || {
        let got: String = address.chars().take(100).collect();
        vec![Evidence::values("AdresSkrzynki", "/podmiot/skrytka of the sandbox", got)]
    })?;
    let file =
        File { name: "dokument.xml".into(), kind: Some("text/xml".into()), bytes: xml.into_bytes().into() };
    let letter = Letter { file, ..Letter::of_epuap(to.clone(), "", Vec::new()) };
    let posted = post::post(&mut desk.state(), letter, now);
    let id = exam.need(&ground::ROOM.check, posted, || vec![Evidence::text("the sandbox is full")])?;
    let said = format!("<p>Dokument {id} jest w skrytce {}.</p>", escape(&to.to_string()));
    Ok(page(StatusCode::OK, "Przesłanie dokumentu", &said))
}

/// A file by its id, as an address in a document names it.
///
/// # Errors
/// When there is no such file, or it was fetched before.
pub fn download(desk: &EpuapDesk, request: &Request, exam: &mut Examination) -> Result<Response, Refused> {
    method(exam, request, &[Method::GET, Method::HEAD])?;
    let query = request.query.clone().unwrap_or_default();
    let id = field(query.as_bytes(), "fileId").unwrap_or_default();
    let found = desk.state().files.find(bare_id(&id)).cloned();
    let file = exam.need(&files::FILE.check, found, || {
        vec![Evidence::values(
            "fileId",
            "one that uploadFile answered",
            id.chars().take(100).collect::<String>(),
        )]
    })?;
    let once = knobs::DOWNLOAD_ONCE.is_on(&desk.sandbox.settings);
    let gone = file.downloads > 0 && (once || file.bytes.is_empty());
    if gone {
        return Err(exam.refuse(&files::ONCE.check, vec![Evidence::text("the file was fetched before")]));
    }
    desk.state().files.downloaded(bare_id(&id), once);
    let mime = if file.mime.is_ascii() { file.mime.as_str() } else { "application/octet-stream" };
    // Somebody else's bytes: a browser must not take them for a page of ours.
    Ok(Response::new(StatusCode::OK)
        .with_body(mime, file.bytes)
        .with_header("content-disposition", "attachment")
        .with_header("x-content-type-options", "nosniff"))
}

/// The payer's page: two buttons; `?akcja=zaplac` and `?akcja=anuluj` (POST or GET) are the way without hands.
///
/// # Errors
/// When there is no such payment, or it ended already.
pub fn payment(desk: &EpuapDesk, request: &Request, exam: &mut Examination) -> Result<Response, Refused> {
    method(exam, request, &[Method::GET, Method::HEAD, Method::POST])?;
    let id = request
        .path
        .strip_prefix(PAYMENT_PATH)
        .and_then(|id| id.trim_end_matches('/').parse::<Number>().ok());
    let found = id.and_then(|id| desk.state().obligations.payment(id).cloned());
    let payment = exam.need(&services::PAYMENT.check, found, || {
        vec![Evidence::values(
            "path",
            "that of a payment",
            request.path.chars().take(100).collect::<String>(),
        )]
    })?;
    let query = request.query.clone().unwrap_or_default();
    let action = field(query.as_bytes(), "akcja").or_else(|| field(&request.body, "akcja"));
    let stage = match action.as_deref() {
        Some("zaplac") => Stage::Paid,
        Some("anuluj") => Stage::Cancelled,
        _ => {
            let said = format!(
                "<p>{} PLN, {}</p><p>Stan: {}</p><form method=\"post\"><button name=\"akcja\" value=\"zaplac\">Zapłać na niby</button> \
                 <button name=\"akcja\" value=\"anuluj\">Anuluj</button></form>",
                payment.amount,
                escape(&payment.title),
                payment.stage.word()
            );
            return Ok(page(StatusCode::OK, "Płatność", &said));
        }
    };
    let ended = desk.state().obligations.end(payment.id, stage).is_ok();
    if !ended {
        let evidence = vec![Evidence::values("state of the payment", "NOWA", payment.stage.word())];
        return Err(exam.refuse(&services::PAYMENT.check, evidence));
    }
    Ok(Response::new(StatusCode::SEE_OTHER).with_header("location", &payment.return_url))
}

/// The page of a refusal.
pub fn refusal(exam: &Examination) -> Response {
    let failed = exam.failures().next();
    let said = failed.and_then(checks::wire).map_or("Błąd.", |wire| wire.komunikat);
    let status = match failed.map(|finding| finding.check.id) {
        Some(id) if id == ground::METHOD.check.id => StatusCode::METHOD_NOT_ALLOWED,
        Some(id) if id == files::FILE.check.id || id == services::PAYMENT.check.id => StatusCode::NOT_FOUND,
        Some(id) if id == files::ONCE.check.id => StatusCode::GONE,
        _ => StatusCode::BAD_REQUEST,
    };
    page(status, "Błąd", &format!("<p>{}</p>", escape(said)))
}

fn page(status: StatusCode, title: &str, body: &str) -> Response {
    let html = format!(
        "<!DOCTYPE html><html lang=\"pl\"><head><meta charset=\"utf-8\"><meta name=\"robots\" content=\"noindex\">\
         <title>{title}</title></head><body><p><strong>{BANNER}</strong></p><h1>{title}</h1>{body}</body></html>"
    );
    Response::new(status)
        .with_body(HTML, html)
        .with_header("x-robots-tag", "noindex")
        .with_header("content-security-policy", "default-src 'none'; form-action 'self'")
}

fn method(exam: &mut Examination, request: &Request, allowed: &[Method]) -> Result<(), Refused> {
    if allowed.contains(&request.method) {
        exam.pass(&ground::METHOD.check);
        return Ok(());
    }
    let names: Vec<&str> = allowed.iter().map(Method::as_str).collect();
    let evidence = Evidence::values("method", names.join(", "), request.method.as_str());
    Err(exam.refuse(&ground::METHOD.check, vec![evidence]))
}

/// A field of a form (application/x-www-form-urlencoded), decoded.
fn field(form: &[u8], name: &str) -> Option<String> {
    let pairs = form.split(|byte| *byte == b'&').take(50);
    pairs
        .filter_map(|pair| {
            let equals = pair.iter().position(|byte| *byte == b'=')?;
            (decode(pair.get(..equals)?) == name).then(|| decode(pair.get(equals + 1..).unwrap_or_default()))
        })
        .next()
}

fn decode(text: &[u8]) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let hex = tail.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match (first, hex.and_then(|two| u8::from_str_radix(two, 16).ok())) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            (b'+', _) => {
                bytes.push(b' ');
                rest = tail;
            }
            _ => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_of_forms_are_decoded() {
        let form = b"AdresSkrzynki=%2Fgmina%2Fdomyslna&XML=%3Ca%3E+x%3C%2Fa%3E";
        assert_eq!(field(form, "AdresSkrzynki").as_deref(), Some("/gmina/domyslna"));
        assert_eq!(field(form, "XML").as_deref(), Some("<a> x</a>"));
        assert_eq!(field(form, "x"), None);
    }
}
