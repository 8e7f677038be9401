//! Mistakes in computing a reference's digest.

use super::octets::{Fit, Form, Readings, name};
use super::{Hypothesis, case, markup};
use crate::seal::located::{Declared, Located};
use crate::seal::names::{SIGNED_PROPERTIES, WSU};
use crate::seal::target::{self, Target};
use crate::seal::{Policy, transforms};
use crate::{C14n, Document, Element, Transform};

/// All canonicalizations, the usual first.
pub(super) const METHODS: [C14n; 6] = [
    C14n::Exclusive,
    C14n::Inclusive,
    C14n::Inclusive11,
    C14n::ExclusiveWithComments,
    C14n::InclusiveWithComments,
    C14n::Inclusive11WithComments,
];

/// What would make the reference with this index fit.
pub(super) fn explain(text: &str, policy: &Policy, index: usize) -> Vec<Hypothesis> {
    case::with(text, policy, |document, located| {
        let reference = located.references.get(index)?;
        let label = label(reference, index);
        let readings = Readings::of(&digest_text(reference)?);
        let (target, misled) = lead(document, reference, &label)?;
        tries(document, located, reference, target, &label, text).find_map(|(octets, why)| {
            let fit = readings.fit(reference.digest.as_ref().ok().copied(), &octets)?;
            let mut all: Vec<Hypothesis> = misled.clone().into_iter().chain(why).collect();
            all.extend(written(fit, reference, &label));
            (!all.is_empty()).then_some(all)
        })
    })
    .flatten()
    .unwrap_or_default()
}

/// Nothing undoes the change: say what it is about.
pub(super) fn changed(text: &str, policy: &Policy, index: usize, value_holds: bool) -> Hypothesis {
    let about = case::with(text, policy, |document, located| {
        let reference = located.references.get(index)?;
        let place = target::resolve(document, reference.uri)
            .map_or_else(|_| "nothing in this document".to_owned(), |target| target.path());
        Some((
            label(reference, index),
            place,
            reference.kind == Some(SIGNED_PROPERTIES),
            target::resolve(document, reference.uri).is_ok(),
        ))
    });
    let (label, place, properties, leads) = about.flatten().unwrap_or_default();
    let proof = match value_holds {
        true => "; the signature value over SignedInfo is genuine, so the declared digest is what was signed",
        false => "",
    };
    match (leads, properties) {
        (false, _) => Hypothesis::new(
            "reference-leads-nowhere",
            format!("{label} led to an element of this document"),
            "Give the signed element the Id that the reference names, and sign after that.",
        ),
        (true, true) => Hypothesis::new(
            "signed-properties-changed-after-signing",
            format!(
                "the content of the XAdES properties (SigningTime, SigningCertificate …; {label}) had not been changed after signing{proof}"
            ),
            "Write SigningTime and the other properties once, before the digest is computed, and never touch them afterwards.",
        ),
        (true, false) => Hypothesis::new(
            "content-changed-after-signing",
            format!(
                "the content of {} ({label}) had not been changed after signing{proof}",
                if place == "/" { "the document" } else { &place }
            ),
            "Send the very bytes that came out of the signer; fill in every value before signing.",
        ),
    }
}

type Why = Option<Hypothesis>;

/// Candidate octets with the mistake that they stand for; the declared ones first, with none.
fn tries<'d>(
    document: &'d Document<'d>,
    located: &'d Located<'d>,
    reference: &'d Declared<'d>,
    target: Target<'d>,
    label: &'d str,
    text: &'d str,
) -> impl Iterator<Item = (Vec<u8>, Why)> + use<'d> {
    let declared = reference.transforms.clone().unwrap_or_default();
    let mut list: Vec<(Vec<Transform>, Why)> = vec![(declared.clone(), None)];
    let around = target.element.is_none_or(|element| element.holds(located.signature.id));
    let removes = |transform: &Transform| !matches!(transform, Transform::C14n(..) | Transform::Base64);
    if around && !declared.iter().any(removes) {
        let mut with = vec![Transform::Enveloped];
        with.extend(declared.iter().cloned());
        let why = Hypothesis::new(
            "missing-enveloped-transform",
            format!(
                "{label} had the enveloped-signature transform: the digest is that of the document without the signature"
            ),
            "Add <ds:Transform Algorithm=\"http://www.w3.org/2000/09/xmldsig#enveloped-signature\"/> as the first transform of that reference.",
        );
        list.push((with.clone(), Some(why.clone())));
        list.extend(METHODS.into_iter().map(|method| (replaced(&with, method, &[]), Some(why.clone()))));
    }
    list.extend(
        METHODS.into_iter().map(|method| {
            (replaced(&declared, method, &[]), Some(canonicalization(&declared, method, label)))
        }),
    );
    let top = target.element.unwrap_or_else(|| document.root());
    for prefixes in prefix_lists(top) {
        let why = Hypothesis::new(
            "prefix-list-differs",
            format!(
                "{label} declared exactly the InclusiveNamespaces PrefixList that its digest was computed with („{}”)",
                prefixes.join(" ")
            ),
            "Write the PrefixList that the canonicalizer was given into the Transform, or give it none.",
        );
        list.push((replaced(&declared, C14n::Exclusive, &prefixes), Some(why)));
    }
    let computed = list.into_iter().filter_map(move |(chain, why)| {
        Some((transforms::apply(document, located.signature, target, &chain).ok()?, why))
    });
    computed.chain(raw(text, target, label))
}

/// The bytes as they stand, without canonicalization.
fn raw(text: &str, target: Target<'_>, label: &str) -> Vec<(Vec<u8>, Why)> {
    let why = Hypothesis::new(
        "digest-of-raw-bytes",
        format!(
            "{label} had been canonicalized before hashing: its digest is that of the text as it was written"
        ),
        "Hash the output of the canonicalizer, not the file or string.",
    );
    let source = match target.element {
        Some(element) => markup::source_of(text, element.local()).unwrap_or_default().to_owned(),
        None => match markup::source_of(text, "Signature") {
            Some(signature) => text.replacen(signature, "", 1),
            None => text.to_owned(),
        },
    };
    let body = source.find("?>").map_or(source.as_str(), |at| source.get(at + 2..).unwrap_or_default());
    let body = if source.starts_with("<?xml") { body } else { &source };
    [source.as_str(), source.trim_end(), body, body.trim()]
        .into_iter()
        .flat_map(|form| [form.to_owned(), form.replace('\n', "\r\n")])
        .map(|form| (form.into_bytes(), Some(why.clone())))
        .collect()
}

/// Where the reference leads; when it leads nowhere, where it probably was to lead, with what is wrong.
fn lead<'d>(document: &'d Document<'_>, reference: &Declared<'d>, label: &str) -> Option<(Target<'d>, Why)> {
    if let Ok(target) = target::resolve(document, reference.uri) {
        return Some((target, None));
    }
    let wanted = reference.uri?.strip_prefix('#').unwrap_or(reference.uri?);
    let carries = |element: Element<'_>, same: &dyn Fn(&str, &str) -> bool| {
        element
            .attributes()
            .find(|(_, local, value)| same(local, value))
            .map(|(space, local, _)| (space.map(str::to_owned), local.to_owned()))
    };
    let exact = |_: &str, value: &str| value == wanted;
    let folded =
        |local: &str, value: &str| matches!(local, "Id" | "ID" | "id") && value.eq_ignore_ascii_case(wanted);
    let at = |element| Target { element: Some(element), comments: false };
    for element in document.root().descendants() {
        if let Some((space, local)) = carries(element, &exact) {
            let named = if space.as_deref() == Some(WSU) { "wsu:Id".to_owned() } else { local };
            let why = Hypothesis::new(
                "wrong-id-attribute",
                format!(
                    "the element {} carried its id in the attribute Id, not in {named} ({label})",
                    element.path()
                ),
                "Name the attribute Id (in WS-Security wsu:Id); other attributes are no ids without a DTD.",
            );
            return Some((at(element), Some(why)));
        }
        if carries(element, &folded).is_some() {
            let why = Hypothesis::new(
                "wrong-id-case",
                format!("{label} spelled the Id of {} with the same upper and lower case", element.path()),
                "Ids are compared byte for byte; use one spelling.",
            );
            return Some((at(element), Some(why)));
        }
    }
    let properties = document.root().descendants().find(|element| element.local() == "SignedProperties")?;
    (reference.kind == Some(SIGNED_PROPERTIES)).then(|| {
        let why = Hypothesis::new(
            "reference-to-wrong-id",
            format!("{label} named the Id that xades:SignedProperties has"),
            "Build the reference's URI from the Id of SignedProperties.",
        );
        (at(properties), Some(why))
    })
}

fn written(fit: Fit, reference: &Declared<'_>, label: &str) -> Vec<Hypothesis> {
    let mut all = Vec::new();
    if let Ok(declared) = reference.digest
        && declared != fit.hash
    {
        all.push(Hypothesis::new(
            "digest-of-other-hash",
            format!(
                "{label} declared {}: its DigestValue is a {0} digest, but DigestMethod says {}",
                name(fit.hash),
                name(declared)
            ),
            "Let DigestMethod and the hash that is computed come from one setting.",
        ));
    }
    let form = match fit.form {
        Form::Base64 => return all,
        Form::Base64OfHex => {
            ("digest-is-base64-of-hex", "the base64 of the digest's bytes, not of its hex text")
        }
        Form::Hex => ("digest-is-hex", "base64, not hex"),
        Form::Twice => ("digest-hashed-twice", "the digest of the bytes, not the digest of their digest"),
        Form::UrlSafe => ("digest-is-base64url", "standard base64 with padding, not base64url"),
    };
    all.push(Hypothesis::new(
        form.0,
        format!("DigestValue of {label} was {}", form.1),
        "Write the raw digest bytes in standard base64.",
    ));
    all
}

fn canonicalization(declared: &[Transform], method: C14n, label: &str) -> Hypothesis {
    let last = declared.iter().rev().find_map(|transform| match transform {
        Transform::C14n(method, _) => Some(*method),
        _ => None,
    });
    match last {
        None => Hypothesis::new(
            "undeclared-canonicalization",
            format!(
                "{label} declared the canonicalization that its digest was computed with ({}); it declares none, which means inclusive Canonical XML 1.0",
                method.uri()
            ),
            format!(
                "Write <ds:Transform Algorithm=\"{}\"/> into that reference (signxml with c14n_algorithm set forgets it).",
                method.uri()
            ),
        ),
        Some(last) => Hypothesis::new(
            "other-canonicalization",
            format!(
                "{label} had been canonicalized with {} as it declares; its digest is that of {}",
                last.uri(),
                method.uri()
            ),
            "Let the declared Transform and the canonicalizer come from one setting.",
        ),
    }
}

fn replaced(chain: &[Transform], method: C14n, prefixes: &[String]) -> Vec<Transform> {
    let kept = chain.iter().filter(|transform| !matches!(transform, Transform::C14n(..))).cloned();
    kept.chain([Transform::C14n(method, prefixes.to_vec())]).collect()
}

/// PrefixLists that signers use: all prefixes in scope together, then each alone.
pub(super) fn prefix_lists(top: Element<'_>) -> Vec<Vec<String>> {
    let mut prefixes: Vec<String> = Vec::new();
    // In an enveloping signature the declarations that matter stand on the document inside the ds:Object.
    let around = std::iter::successors(Some(top), Element::parent);
    for element in around.chain(top.children().take(1)) {
        if let Some(node) = element.tree.element(element.id) {
            for (prefix, _) in node.namespace_declarations.iter() {
                let prefix = if prefix.is_empty() { "#default".to_owned() } else { prefix.to_string() };
                if !prefixes.contains(&prefix) && prefixes.len() < 8 {
                    prefixes.push(prefix);
                }
            }
        }
    }
    let single = prefixes.iter().map(|prefix| vec![prefix.clone()]);
    std::iter::once(prefixes.clone()).chain(single).filter(|list| !list.is_empty()).collect()
}

fn label(reference: &Declared<'_>, index: usize) -> String {
    format!("reference {} (URI=„{}”)", index + 1, reference.uri.unwrap_or_default())
}

fn digest_text(reference: &Declared<'_>) -> Option<String> {
    reference.element.children().find(|child| child.local() == "DigestValue").map(|value| value.text())
}
