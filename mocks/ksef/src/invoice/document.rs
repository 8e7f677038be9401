//! From bytes to facts: encoding, XML, form, structure, and the rules that need nothing but the document (spec §7, 6–9, 12).

use poligon_crypto::{Document, Element, Limits, XmlError};
use poligon_institution::{Evidence, Examination, Finding, Refused};
use time::OffsetDateTime;

use super::{Facts, Form, characters, reading};
use crate::checks::{Rule, invoice as rules};
use crate::wire::moment;

/// What a document is judged by.
#[derive(Clone, Copy, Debug)]
pub struct Terms {
    /// The form that it must have; any when none is given.
    pub form: Option<Form>,
    /// Most bytes without an attachment.
    pub most: usize,
    /// Most bytes with an attachment.
    pub most_with_attachment: usize,
    /// Whether processing instructions and discouraged characters refuse the invoice, or only warn.
    pub strict: bool,
}

impl Terms {
    /// The limits of spec §3.5, strict, any form.
    pub const DEFAULT: Self =
        Self { form: None, most: 1_000_000, most_with_attachment: 3_000_000, strict: true };

    /// The bounds of the tree; the real ones are those of the size.
    fn limits(&self) -> Limits {
        Limits { bytes: self.most_with_attachment.max(self.most), depth: 60, nodes: 600_000 }
    }
}

/// The last moment of DataWytworzeniaFa in both schemas.
const LATEST_CREATION: &str = "2050-01-01T23:59:59Z";

/// Judges the document and reads its facts.
///
/// # Errors
/// When a rule refuses it.
pub fn examine(bytes: &[u8], terms: &Terms, exam: &mut Examination) -> Result<Facts, Refused> {
    let most = terms.most_with_attachment.max(terms.most);
    let too_big = |most: usize| {
        let said = format!("Rozmiar pliku faktury przekracza dozwoloną wartość: {most}.");
        vec![
            Evidence::values("bytes of the invoice", format!("at most {most}"), bytes.len().to_string()),
            Evidence::text(said),
        ]
    };
    if bytes.len() > most {
        // Not parsed: its size is bounded before its content is looked at, whatever the strictness.
        return Err(exam.refuse(&rules::LIMIT.check, too_big(most)));
    }
    let document = parse(bytes, terms, exam)?;
    prohibited(document.source(), terms, exam)?;
    let root = document.root();
    let form = form(root, terms, exam)?;
    let attachment = root.child("Zalacznik").is_some();
    let most = if attachment { terms.most_with_attachment } else { terms.most };
    exam.require(&rules::LIMIT.check, bytes.len() <= most, || too_big(most))?;
    let facts = match reading::read(form, root) {
        Ok(facts) => facts,
        Err(flaws) if flaws.missing.is_empty() => {
            return Err(exam.refuse(&rules::VALUES.check, flaws.misshaped));
        }
        Err(flaws) => return Err(exam.refuse(&rules::STRUCTURE.check, flaws.missing)),
    };
    exam.pass(&rules::STRUCTURE.check);
    exam.pass(&rules::VALUES.check);
    created(form, root, exam)?;
    Ok(facts)
}

fn parse<'a>(bytes: &'a [u8], terms: &Terms, exam: &mut Examination) -> Result<Document<'a>, Refused> {
    let document = match Document::parse(bytes, terms.limits()) {
        Ok(document) => document,
        Err(why) => {
            let (rule, said) = unread(&why);
            return Err(exam.refuse(
                &rule.check,
                vec![Evidence::text(said), Evidence::values("the file", "an invoice", why.to_string())],
            ));
        }
    };
    for rule in [&rules::BOM, &rules::ENCODING, &rules::WELL_FORMED, &rules::NO_DTD] {
        exam.pass(&rule.check);
    }
    Ok(document)
}

fn unread(why: &XmlError) -> (&'static Rule, &'static str) {
    match why {
        XmlError::ByteOrderMark => (&rules::BOM, "Plik faktury zawiera znacznik BOM."),
        XmlError::Encoding { .. } | XmlError::NotUtf8 { .. } => {
            (&rules::ENCODING, "Nieprawidłowe kodowanie znaków.")
        }
        XmlError::Dtd { .. } => (&rules::NO_DTD, "Nieprawidłowy XML"),
        XmlError::Malformed { .. } | XmlError::TooLarge { .. } => (&rules::WELL_FORMED, "Nieprawidłowy XML"),
    }
}

fn prohibited(source: &str, terms: &Terms, exam: &mut Examination) -> Result<(), Refused> {
    let found = [
        (&rules::NO_INSTRUCTIONS, "no processing instruction", characters::instruction(source)),
        (&rules::CHARACTERS, "no discouraged character", characters::discouraged(source)),
    ];
    for (rule, expected, found) in found {
        let Some(found) = found else {
            exam.pass(&rule.check);
            continue;
        };
        let place = format!("line {}", found.line);
        let evidence =
            vec![Evidence::values(place, expected, found.what), Evidence::text("Nieprawidłowy XML")];
        if terms.strict {
            exam.object(&rule.check, evidence)?;
        } else {
            exam.extend([Finding::warn(&rule.check, evidence)]);
        }
    }
    Ok(())
}

fn form(root: Element<'_>, terms: &Terms, exam: &mut Examination) -> Result<Form, Refused> {
    let namespace = root.namespace().unwrap_or_default();
    let found = Form::of_namespace(namespace).filter(|_| root.local() == "Faktura");
    let wanted = terms.form.or(found).unwrap_or(Form::Fa3);
    if found != Some(wanted) {
        let expected = format!("Faktura in namespace {} ({})", wanted.namespace(), wanted.system_code());
        let got = format!(
            "{} in namespace {}",
            root.local(),
            if namespace.is_empty() { "none" } else { namespace }
        );
        let said = format!("The '{namespace}:{}' element is not declared.", root.local());
        return Err(exam.refuse(
            &rules::FORM.check,
            vec![Evidence::values("root element", expected, got), Evidence::text(said)],
        ));
    }
    let Some(code) = root.child("Naglowek").and_then(|header| header.child("KodFormularza")) else {
        let evidence = Evidence::values("/Faktura/Naglowek", "an element KodFormularza", "none");
        return Err(exam.refuse(&rules::STRUCTURE.check, vec![evidence, Evidence::text("Nieprawidłowy XML")]));
    };
    let declared = wanted.code();
    let own = [
        ("kodSystemowy", declared.system_code, code.attribute("kodSystemowy").unwrap_or_default().to_owned()),
        (
            "wersjaSchemy",
            declared.schema_version,
            code.attribute("wersjaSchemy").unwrap_or_default().to_owned(),
        ),
        ("its text", declared.value, reading::trimmed(code)),
    ];
    let holds = own.iter().all(|(_, expected, got)| expected == got);
    exam.require(&rules::FORM.check, holds, || {
        let wrong = own.into_iter().filter(|(_, expected, got)| expected != got);
        let mut evidence: Vec<_> = wrong
            .map(|(what, expected, got)| {
                Evidence::values(format!("{} (line {}), {what}", code.path(), code.line()), expected, got)
            })
            .collect();
        evidence.push(Evidence::text(
            "Kod formularza faktury nie jest zgodny z kodem formularza zadeklarowanym w sesji.",
        ));
        evidence
    })?;
    Ok(wanted)
}

fn created(form: Form, root: Element<'_>, exam: &mut Examination) -> Result<(), Refused> {
    let Some(element) = root.child("Naglowek").and_then(|header| header.child("DataWytworzeniaFa")) else {
        let evidence = Evidence::values("/Faktura/Naglowek", "an element DataWytworzeniaFa", "none");
        return Err(exam.refuse(&rules::STRUCTURE.check, vec![evidence, Evidence::text("Nieprawidłowy XML")]));
    };
    let text = reading::trimmed(element);
    let edge = |text: &str| moment::read(text).unwrap_or(OffsetDateTime::UNIX_EPOCH);
    // The schema compares a time without zone as indeterminate; .NET takes it as local time.
    let holds = moment::read(&text)
        .filter(|_| text.contains('T'))
        .is_some_and(|at| (edge(form.earliest_creation())..=edge(LATEST_CREATION)).contains(&at));
    exam.require(&rules::CREATED.check, holds, || {
        let expected = format!("a moment from {} to {LATEST_CREATION}", form.earliest_creation());
        let shown: String = text.chars().take(80).collect();
        reading::misshaped(element, &expected, &shown).into()
    })
}
