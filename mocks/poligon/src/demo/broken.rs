//! Three mistakes that integrators make, and what Poligon says about each.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use poligon_certs::Credential;
use poligon_crypto::algorithm::DigestAlgorithm::Sha256;
use poligon_crypto::seal::{Policy, verify};
use poligon_crypto::{SignatureAlgorithm, SigningKey};
use poligon_institution::finding::Candidate;
use poligon_institution::{Evidence, Finding, explain};
use poligon_ksef::actions::login::{self, Request, Shape};
use poligon_ksef::identity::Identifier;
use poligon_world::SandboxName;
use poligon_world::clock::wall_now;

use super::talk::{Talk, number, text};
use super::{NIP, OTHER_NIP, Page};
use crate::{Running, Trouble};

/// A mistake.
pub(super) struct Mistake {
    name: &'static str,
    story: &'static str,
    /// The id of the candidate that names the true cause.
    cause: &'static str,
    make: fn(&[u8], &Credential) -> Option<Vec<u8>>,
}

pub(super) const MISTAKES: &[Mistake] = &[
    Mistake {
        name: "text tampered after signing",
        story: "the NIP in the signed document was changed to another one",
        cause: "content-changed-after-signing",
        make: |signed, _| tampered(signed),
    },
    Mistake {
        name: "pretty-printed after signing",
        story: "the signed document went through a formatter before it was sent",
        cause: "pretty-printed-after-signing",
        make: |signed, _| pretty_printed(signed),
    },
    Mistake {
        name: "PSS declared as PKCS#1",
        story: "the key signed with RSA-PSS, but SignatureMethod says rsa-sha256",
        cause: "pss-declared-as-pkcs1",
        make: pss_for_pkcs1,
    },
];

/// What the real system says to all three, and nothing else.
const REFUSED: i64 = 9105;

pub(super) async fn play(
    running: &Running,
    talk: &Talk,
    seal: &Credential,
    mistake: &Mistake,
    page: &mut Page,
) -> Result<(), Trouble> {
    page.title(&format!("Broken: {}", mistake.name));
    page.line("what was done", mistake.story);
    let (_, challenge) = talk.challenge().await?;
    let signed = signed(&challenge, seal)?;
    let Some(broken) = (mistake.make)(&signed, seal) else {
        return Err(Trouble::start(format!(
            "the demo could not make the mistake „{}”; that is a defect of Poligon",
            mistake.name
        )));
    };
    let reply = talk.log_in(broken).await?;
    let exception = reply.json();
    let first = "/exception/exceptionDetailList/0";
    let code = number(&exception, &format!("{first}/exceptionCode"));
    page.line("expected", &format!("HTTP 400, code {REFUSED}"));
    let said = text(&exception, &format!("{first}/exceptionDescription"));
    page.line("came", &format!("HTTP {}, code {code} „{said}”", reply.status.as_u16()));
    page.line("", "The real KSeF says no more than that. Poligon's journal:");
    let failures = failures(running);
    page.quote(&failures.iter().flat_map(gist).collect::<Vec<_>>());
    let named = failures.iter().flat_map(candidates).any(|candidate| candidate.id == mistake.cause);
    page.score(
        mistake.name,
        &format!("{REFUSED}, cause named"),
        &format!("{code}, cause {}", if named { "named" } else { "not named" }),
    );
    Ok(())
}

/// The request as most serializers write it: no white space between the tags.
fn signed(challenge: &str, seal: &Credential) -> Result<Vec<u8>, Trouble> {
    let document = Request::new(challenge, Identifier::nip(NIP)).document();
    let compact: String = document.lines().map(str::trim).collect();
    let plan = Shape::Python.plan(seal.key.kind(), wall_now());
    login::seal(compact.as_bytes(), seal, &plan)
        .map_err(|why| Trouble::start(format!("signing the AuthTokenRequest: {why}")))
}

/// The failed findings of the last exchange.
fn failures(running: &Running) -> Vec<Finding> {
    let Ok(room) = running.house().room(&SandboxName::default_name()) else { return Vec::new() };
    let last = room.journal.last(1);
    last.iter().flat_map(|exchange| exchange.failures()).cloned().collect()
}

/// The explanation without what a projector has no room for: the hashed bytes, and the stages that hold.
fn gist(finding: &Finding) -> Vec<String> {
    let long = |line: &&str| {
        let line = line.trim_start();
        line.starts_with("| ")
            || line.starts_with("✓ ")
            || line.ends_with(", as text:")
            || line.ends_with(", as hex:")
    };
    explain::finding(finding).lines().filter(|line| !long(line)).map(str::to_owned).collect()
}

fn candidates(finding: &Finding) -> impl Iterator<Item = &Candidate> {
    finding.evidence.iter().flat_map(|evidence| match evidence {
        Evidence::Candidates(candidates) => candidates.as_slice(),
        _ => &[],
    })
}

fn tampered(signed: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(signed).ok()?;
    let (from, to) = (format!("<Nip>{NIP}</Nip>"), format!("<Nip>{OTHER_NIP}</Nip>"));
    text.contains(&from).then(|| text.replacen(&from, &to, 1).into_bytes())
}

/// Every tag on a line of its own, indented by four; text stays with its tag.
fn pretty_printed(signed: &[u8]) -> Option<Vec<u8>> {
    let text = std::str::from_utf8(signed).ok()?;
    let mut out = String::new();
    let mut depth = 0_usize;
    for piece in text.split_inclusive('>') {
        let (before, tag) = piece.split_at_checked(piece.find('<')?)?;
        let closing = tag.starts_with("</");
        depth = depth.saturating_sub(usize::from(closing));
        if !before.trim().is_empty() {
            out.push_str(before);
        } else if !out.is_empty() {
            out.push('\n');
            out.push_str(&"    ".repeat(depth));
        }
        out.push_str(tag);
        depth += usize::from(!closing && !tag.ends_with("/>") && !tag.starts_with("<?"));
    }
    Some(out.into_bytes())
}

/// The same SignedInfo, signed by the other padding.
fn pss_for_pkcs1(signed: &[u8], seal: &Credential) -> Option<Vec<u8>> {
    let report = verify(signed, &Policy::document(wall_now()));
    let key = SigningKey::from_pkcs8(seal.key.pkcs8()).ok()?;
    let value = key.sign(SignatureAlgorithm::RsaPss(Sha256), &report.signed_info, &[0x5A; 32]).ok()?;
    let text = std::str::from_utf8(signed).ok()?;
    let from = text.find("SignatureValue")?;
    let start = from + text.get(from..)?.find('>')? + 1;
    let end = start + text.get(start..)?.find('<')?;
    Some([text.get(..start)?, &BASE64_STANDARD.encode(value), text.get(end..)?].concat().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formatter_moves_tags_and_leaves_text() {
        let pretty = pretty_printed(b"<?xml version=\"1.0\"?><a><b>x y</b><c/><d><e>z</e></d></a>").unwrap();
        let wanted = "<?xml version=\"1.0\"?>\n<a>\n    <b>x y</b>\n    <c/>\n    <d>\n        <e>z</e>\n    </d>\n</a>";
        assert_eq!(String::from_utf8(pretty).unwrap(), wanted);
    }
}
