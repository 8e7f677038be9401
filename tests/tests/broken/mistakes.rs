//! What goes wrong when requests are signed and sent. Each mistake is made here by hand: none asks the microscope how it
//! would undo it.

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use encoding_rs::WINDOWS_1250;
use poligon_crypto::sign::Placement;
use poligon_crypto::{C14n, DigestAlgorithm, SignatureAlgorithm, SigningKey, Transform};

use super::sealed::{DOCUMENT, Sealed, once, with_content};

/// A broken message and the one true cause, by the microscope's id.
pub struct Broken {
    pub name: String,
    pub cause: &'static str,
    pub bytes: Vec<u8>,
}

/// Every mistake that this shape and this key allow.
pub fn all(sealed: &Sealed) -> Vec<Broken> {
    let mut list = List { sealed, broken: Vec::new() };
    sending(&mut list);
    rewriting(&mut list);
    digests(&mut list);
    references(&mut list);
    certificate(&mut list);
    signed_info(&mut list);
    values(&mut list);
    list.broken
}

struct List<'a> {
    sealed: &'a Sealed,
    broken: Vec<Broken>,
}

impl List<'_> {
    fn add(&mut self, cause: &'static str, text: impl Into<Vec<u8>>) {
        self.named("", cause, text);
    }

    fn named(&mut self, detail: &str, cause: &'static str, text: impl Into<Vec<u8>>) {
        let bytes = text.into();
        assert!(bytes != self.sealed.text.as_bytes(), "{cause} changes nothing");
        let dash = if detail.is_empty() { "" } else { "-" };
        self.broken.push(Broken {
            name: format!("{cause}{dash}{detail}-{}", self.sealed.name),
            cause,
            bytes,
        });
    }
}

fn sending(list: &mut List<'_>) {
    let text = list.sealed.text.clone();
    if text.starts_with("<?xml") {
        list.add("whitespace-before-declaration", format!("\r\n{text}"));
        list.add("wrong-encoding-declared", once(&text, "utf-8", "windows-1250"));
        let (windows, ..) = WINDOWS_1250.encode(&text);
        list.add("not-utf-8", windows.into_owned());
    }
}

fn rewriting(list: &mut List<'_>) {
    let text = list.sealed.text.clone();
    list.add("content-changed-after-signing", once(&text, "5265877635", "5265877636"));
    let year = once(&text, "SigningTime>2026-", "SigningTime>2027-");
    list.add("signed-properties-changed-after-signing", year);
    list.add("pretty-printed-after-signing", text.replace("><", ">\n  <"));
    let tabs = indented(&text, "\t");
    list.named("with-tabs", "pretty-printed-after-signing", tabs);
    list.add("minified-after-signing", minified(&text));
    list.add("instruction-added-after-signing", once(&text, "<Challenge>", "<?order 1?><Challenge>"));
    // Not after the declaration: a reference may not stand there.
    list.add("carriage-returns-added", text.replace(">\n ", ">&#13;\n "));
    let windows = list.sealed.of_changed(|document| {
        let ends = document.replace(">\n", ">&#13;\n");
        ends.replacen("?>&#13;", "?>", 1)
    });
    list.add("carriage-returns-lost", windows.text.replace("&#13;", ""));
    if list.sealed.plan.signed_info == C14n::Inclusive {
        let declared = once(&text, "<AuthTokenRequest", "<AuthTokenRequest xmlns:tns=\"urn:example:tns\"");
        list.add("namespace-declaration-added", declared);
        let removed = once(&text, " xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"", "");
        list.add("namespace-declaration-removed", removed);
        list.add("text-encoded-twice", read_as_windows_1250(&text));
    }
}

/// Every element in a line of its own, however deep, by the tags alone.
fn indented(text: &str, indent: &str) -> String {
    let mut depth = 0_usize;
    let mut out = String::new();
    for piece in minified(text).replace("><", ">\u{0}<").split('\u{0}') {
        let closing = piece.starts_with("</");
        depth = depth.saturating_sub(usize::from(closing));
        out.push_str(&format!("{}{piece}\n", indent.repeat(depth)));
        let leaf = piece.contains("</")
            || piece.ends_with("/>")
            || piece.starts_with("<?")
            || piece.starts_with("<!");
        depth += usize::from(!closing && !leaf);
    }
    out.trim_end().to_owned()
}

/// Without the whitespace between tags.
fn minified(text: &str) -> String {
    let pieces = text.split_inclusive('>').map(|piece| match piece.trim_start() {
        tag if tag.starts_with('<') => tag,
        _ => piece,
    });
    pieces.collect()
}

/// UTF-8 bytes taken for windows-1250 and written as UTF-8 again.
fn read_as_windows_1250(text: &str) -> String {
    WINDOWS_1250.decode_without_bom_handling(text.as_bytes()).0.into_owned()
}

fn digests(list: &mut List<'_>) {
    let sealed = list.sealed;
    let octets = sealed.digested(0);
    let digest = DigestAlgorithm::Sha256.digest(&octets);
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    list.add("digest-is-hex", sealed.with_digest(0, &hex));
    list.add("digest-is-base64-of-hex", sealed.with_digest(0, &STANDARD.encode(&hex)));
    list.add("digest-is-base64url", sealed.with_digest(0, &URL_SAFE_NO_PAD.encode(&digest)));
    for other in [DigestAlgorithm::Sha1, DigestAlgorithm::Sha512] {
        let digest = STANDARD.encode(other.digest(&octets));
        list.named(&format!("{other:?}"), "digest-of-other-hash", sealed.with_digest(0, &digest));
    }
    let twice = STANDARD.encode(DigestAlgorithm::Sha256.digest(&digest));
    list.add("digest-hashed-twice", sealed.with_digest(0, &twice));
    if sealed.plan.placement == Placement::Enveloped {
        let (signature, rest) =
            (sealed.text.find("<ds:Signature").unwrap(), sealed.text.rfind("</ds:Signature>").unwrap());
        let document =
            format!("{}{}", &sealed.text[..signature], &sealed.text[rest + "</ds:Signature>".len()..]);
        let raw = STANDARD.encode(DigestAlgorithm::Sha256.digest(document.as_bytes()));
        list.add("digest-of-raw-bytes", sealed.with_digest(0, &raw));
    }
}

fn references(list: &mut List<'_>) {
    let sealed = list.sealed;
    let exclusive = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";
    let inclusive = "<ds:Transform Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"/>";
    list.add("undeclared-canonicalization", sealed.resigned(&once(&sealed.text, exclusive, "")));
    list.add("other-canonicalization", sealed.resigned(&once(&sealed.text, exclusive, inclusive)));
    if sealed.plan.placement == Placement::Enveloped {
        let start = sealed.text.find("<ds:Transforms>").unwrap() + "<ds:Transforms>".len();
        let end = start + sealed.text[start..].find(exclusive).unwrap();
        let without = format!("{}{}", &sealed.text[..start], &sealed.text[end..]);
        list.add("missing-enveloped-transform", sealed.resigned(&without));
    }
    let mut plan = sealed.plan.clone();
    for transform in &mut plan.transforms {
        if let Transform::C14n(_, prefixes) = transform {
            *prefixes = vec!["xsi".to_owned()];
        }
    }
    let listed = sealed.signed(DOCUMENT, &plan);
    let start = listed.find("<ec:InclusiveNamespaces").unwrap();
    let end = start + listed[start..].find("/>").unwrap() + 2;
    list.add("prefix-list-differs", sealed.resigned(&format!("{}{}", &listed[..start], &listed[end..])));
    let target = "<ds:Reference Id=\"Signature-1-Reference-1\" URI=\"";
    list.add("reference-leads-nowhere", once(&sealed.text, target, &format!("{target}#nowhere")));
    let id = "Signature-1-SignedProperties";
    assert!(sealed.text.contains(&format!("URI=\"#{id}\"")), "{}", sealed.text);
    let elsewhere = once(&sealed.text, &format!("URI=\"#{id}\""), "URI=\"#xades-1\"");
    list.add("reference-to-wrong-id", sealed.resigned(&elsewhere));
    let small = once(&sealed.text, &format!("URI=\"#{id}\""), &format!("URI=\"#{}\"", id.to_lowercase()));
    list.add("wrong-id-case", sealed.resigned(&small));
    let (properties, named) = (sealed.digested(1), format!(" Id=\"{id}\""));
    let renamed = |text: &str| once(text, &named, &format!(" identifier=\"{id}\""));
    let digest =
        DigestAlgorithm::Sha256.digest(renamed(std::str::from_utf8(&properties).unwrap()).as_bytes());
    let text = with_content(&renamed(&sealed.text), "ds:DigestValue", 1, &STANDARD.encode(digest));
    list.add("wrong-id-attribute", sealed.resigned(&text));
}

fn certificate(list: &mut List<'_>) {
    let sealed = list.sealed;
    let der = &sealed.signer.certificate;
    let pem = sealed.signer.certificate_pem();
    let line = STANDARD.encode(der);
    let sha256 = |octets: &[u8]| DigestAlgorithm::Sha256.digest(octets);
    let hex: String = sha256(der).iter().map(|byte| format!("{byte:02X}")).collect();
    for (cause, digest) in [
        ("certificate-digest-of-pem", STANDARD.encode(sha256(pem.as_bytes()))),
        ("certificate-digest-of-base64", STANDARD.encode(sha256(line.as_bytes()))),
        ("certificate-digest-is-hex", hex),
        ("certificate-digest-of-public-key", STANDARD.encode(sha256(&sealed.signer.key.spki()))),
        ("certificate-digest-of-other-hash", STANDARD.encode(DigestAlgorithm::Sha1.digest(der))),
    ] {
        // Digests in the order of the text: the document's, the properties', the certificate's. The properties hold the last.
        let text = with_content(&sealed.text, "ds:DigestValue", 2, &digest);
        let properties = Sealed::report(&text).references.swap_remove(1).canonical;
        let text = with_content(&text, "ds:DigestValue", 1, &STANDARD.encode(sha256(&properties)));
        list.add(cause, sealed.resigned(&text));
    }
}

fn signed_info(list: &mut List<'_>) {
    let sealed = list.sealed;
    // Around the document nothing but what SignedInfo uses is declared: both methods give the same bytes.
    if sealed.plan.placement == Placement::Enveloped {
        let declared = sealed.plan.signed_info;
        let other = if declared == C14n::Exclusive { C14n::Inclusive } else { C14n::Exclusive };
        let method = |method: C14n| format!("<ds:CanonicalizationMethod Algorithm=\"{}\"", method.uri());
        let swapped = once(&sealed.text, &method(declared), &method(other));
        let bytes = String::from_utf8(Sealed::report(&swapped).signed_info).unwrap();
        let bytes = once(&bytes, &method(other), &method(declared));
        list.add(
            "signed-info-other-canonicalization",
            sealed.signed_again(&sealed.text, |_| sealed.sign(bytes.as_bytes())),
        );
    }
    let start = sealed.text.find("<ds:SignedInfo").unwrap();
    let end = sealed.text.find("</ds:SignedInfo>").unwrap() + "</ds:SignedInfo>".len();
    let raw = sealed.text.as_bytes()[start..end].to_vec();
    list.add("signed-info-not-canonicalized", sealed.signed_again(&sealed.text, |_| sealed.sign(&raw)));
    let document = sealed.digested(0);
    list.add(
        "document-signed-instead-of-signed-info",
        sealed.signed_again(&sealed.text, |_| sealed.sign(&document)),
    );
    let twice = |info: &[u8]| sealed.sign(&DigestAlgorithm::Sha256.digest(info));
    list.add("signature-over-the-digest", sealed.signed_again(&sealed.text, twice));
    if sealed.rsa() {
        // Of an EC signature nobody can tell whether the key or the text is another.
        let renamed = once(&sealed.text, "Id=\"Signature-1-Reference-1\"", "Id=\"r-1\"");
        list.add("signed-info-changed-after-signing", renamed);
    }
}

fn values(list: &mut List<'_>) {
    let sealed = list.sealed;
    let with = |algorithm, salt: &[u8]| {
        let sign = |info: &[u8]| sealed.key().sign(algorithm, info, salt).unwrap();
        sealed.signed_again(&sealed.text, sign)
    };
    let stranger = SigningKey::from_pkcs8(sealed.stranger.key.pkcs8()).unwrap();
    let foreign = |info: &[u8]| stranger.sign(sealed.plan.signature, info, &[]).unwrap();
    list.add("signed-by-another-key", sealed.signed_again(&sealed.text, foreign));
    let uri = |algorithm: SignatureAlgorithm| algorithm.uri().to_owned();
    let other = match sealed.rsa() {
        true => SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha256),
        false => SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha256),
    };
    let declared = once(&sealed.text, &uri(sealed.plan.signature), &uri(other));
    list.add("algorithm-of-another-key-kind", sealed.resigned(&declared));
    if sealed.rsa() {
        let pss = with(SignatureAlgorithm::RsaPss(DigestAlgorithm::Sha256), &[7; 32]);
        list.add("pss-declared-as-pkcs1", pss.clone());
        list.named("and-pretty-printed", "pss-declared-as-pkcs1", pss.replace("><", ">\n<"));
        list.add("signature-of-other-hash", with(SignatureAlgorithm::RsaPkcs1(DigestAlgorithm::Sha512), &[]));
    } else {
        list.add("ecdsa-value-is-der", sealed.signed_again(&sealed.text, |info| der(&sealed.sign(info))));
        let swap = |info: &[u8]| {
            let value = sealed.sign(info);
            let (r, s) = value.split_at(value.len() / 2);
            [s, r].concat()
        };
        list.add("ecdsa-halves-swapped", sealed.signed_again(&sealed.text, swap));
        list.add("signature-of-other-hash", with(SignatureAlgorithm::Ecdsa(DigestAlgorithm::Sha512), &[]));
    }
}

/// R‖S as the ASN.1 SEQUENCE that OpenSSL and Java write.
fn der(value: &[u8]) -> Vec<u8> {
    let integer = |half: &[u8]| {
        let kept: Vec<u8> = half.iter().copied().skip_while(|byte| *byte == 0).collect();
        let sign = if kept.first().is_some_and(|byte| byte & 0x80 != 0) { vec![0] } else { vec![] };
        let body = [sign, kept].concat();
        [vec![2, u8::try_from(body.len()).unwrap()], body].concat()
    };
    let (r, s) = value.split_at(value.len() / 2);
    let body = [integer(r), integer(s)].concat();
    [vec![0x30, u8::try_from(body.len()).unwrap()], body].concat()
}
