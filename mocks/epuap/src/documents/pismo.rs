//! Pismo ogólne, the general letter (spec §4.3): built for clients, and looked through where a box asks for a known template.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use poligon_crypto::{Document, Element, Limits};
use poligon_world::warsaw;
use time::OffsetDateTime;

use crate::state::documents::File;
use crate::wire::Xml;
use crate::wire::read::base64;
use crate::wire::write::escape;

/// Namespaces of the templates that are known: the one of 2017, and the one that OMB writes.
pub const TEMPLATES: [&str; 2] =
    ["http://crd.gov.pl/wzor/2017/10/24/4566/", "http://crd.gov.pl/wzor/2013/12/12/1410/"];

const META: &str = "http://crd.gov.pl/xml/schematy/meta/2009/11/16/";
const STRUCTURE: &str = "http://crd.gov.pl/xml/schematy/struktura/2009/11/16/";
const INSTITUTION: &str = "http://crd.gov.pl/xml/schematy/instytucja/2009/11/16/";

/// What a letter says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    /// Tytul.
    pub title: String,
    /// RodzajWnioskuRozszerzony/@rodzaj: `Wniosek`.
    pub kind: String,
    /// Informacja, one a paragraph.
    pub paragraphs: Vec<String>,
    /// MiejscowoscDokumentu.
    pub town: String,
    /// Name of the addressee's institution.
    pub to: String,
    /// Name of the sender's institution.
    pub from: String,
    /// When it was written.
    pub at: OffsetDateTime,
    /// Files inside.
    pub attachments: Vec<File>,
}

/// Where a letter does not fit its template.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misfit {
    /// Line, from 1.
    pub line: usize,
    /// What is wrong, one sentence.
    pub what: String,
}

impl Letter {
    /// The letter as XML, in the template of 2017.
    pub fn xml(&self) -> String {
        let [template, _] = TEMPLATES;
        let at = warsaw::write_warsaw(self.at);
        let meta = Xml::new()
            .nest("s:CID", |xml| xml)
            .nest("m:Data typDaty=\"stworzony\"", |xml| xml.element("m:Czas", &at))
            .nest("m:OpisDokumentu", |xml| xml);
        let party = |name: &str| {
            let name = name.to_owned();
            move |xml: Xml| {
                xml.nest("m:Podmiot", |xml| {
                    xml.nest("i:Instytucja", |xml| xml.element("i:NazwaInstytucji", name))
                })
            }
        };
        let data = Xml::new()
            .nest("s:Naglowek", |xml| xml.element("s:NazwaDokumentu", "Pismo ogólne do podmiotu publicznego"))
            .nest("m:Data typDaty=\"stworzony\"", |xml| xml.element("m:Czas", &at))
            .nest("s:Adresaci", party(&self.to))
            .nest("s:Nadawcy", party(&self.from));
        let kind = format!("wz:RodzajWnioskuRozszerzony rodzaj=\"{}\" jakisInny=\"\"", escape(&self.kind));
        let content = Xml::new()
            .element("wz:MiejscowoscDokumentu", &self.town)
            .element("wz:Tytul", &self.title)
            .nest(&kind, |xml| xml)
            .nest("wz:Informacje", |xml| {
                xml.each(&self.paragraphs, |xml, paragraph| xml.element("wz:Informacja", paragraph))
            });
        let content = match self.attachments.is_empty() {
            true => content,
            false => content.nest("s:Zalaczniki", |xml| {
                xml.each(&self.attachments, |xml, file| {
                    let head = format!(
                        "s:Zalacznik format=\"{}\" kodowanie=\"base64\" nazwaPliku=\"{}\"",
                        escape(file.kind.as_deref().unwrap_or("application/octet-stream")),
                        escape(&file.name)
                    );
                    xml.nest(&head, |xml| {
                        xml.element("s:DaneZalacznika", STANDARD.encode(&file.bytes))
                            .element("s:OpisZalacznika", &file.name)
                    })
                })
            }),
        };
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><?xml-stylesheet type=\"text/xsl\" href=\"{template}styl.xsl\"?>\
             <wz:Dokument xmlns:wz=\"{template}\" xmlns:m=\"{META}\" xmlns:s=\"{STRUCTURE}\" xmlns:i=\"{INSTITUTION}\">\
             <wz:OpisDokumentu>{}</wz:OpisDokumentu><wz:DaneDokumentu>{}</wz:DaneDokumentu>\
             <wz:TrescDokumentu format=\"text/xml\" kodowanie=\"XML\">{}</wz:TrescDokumentu></wz:Dokument>",
            meta.into_string(),
            data.into_string(),
            content.into_string()
        )
    }
}

/// Whether a document is of a known template.
pub fn is_known(root: Element<'_>) -> bool {
    root.local() == "Dokument" && root.namespace().is_some_and(|namespace| TEMPLATES.contains(&namespace))
}

/// Where bytes do not fit the template of the general letter, at most 20 places; empty when they fit.
pub fn misfits(bytes: &[u8]) -> Vec<Misfit> {
    match Document::parse(bytes, Limits::MESSAGE) {
        Ok(document) => misfits_of(document.root()),
        Err(why) => vec![Misfit { line: 1, what: why.to_string() }],
    }
}

/// As [`misfits`], of a document that was read.
pub fn misfits_of(root: Element<'_>) -> Vec<Misfit> {
    if !is_known(root) {
        let what = format!(
            "the document element is {} in {}; the known templates are Dokument in {}",
            root.local(),
            root.namespace().unwrap_or("no namespace"),
            TEMPLATES.join(" or ")
        );
        return vec![Misfit { line: root.line(), what }];
    }
    let mut found = Vec::new();
    let parts: Vec<&str> = root
        .children()
        .filter(|child| child.namespace() == root.namespace())
        .map(|child| child.local())
        .collect();
    if parts != ["OpisDokumentu", "DaneDokumentu", "TrescDokumentu"] {
        let what = format!(
            "Dokument holds {}; it takes OpisDokumentu, DaneDokumentu, TrescDokumentu",
            parts.join(", ")
        );
        found.push(Misfit { line: root.line(), what });
    }
    if let Some(data) = root.child("DaneDokumentu") {
        for name in ["Adresaci", "Nadawcy"] {
            let someone = data.child_in(STRUCTURE, name).filter(|party| party.children().next().is_some());
            if someone.is_none() {
                found.push(missing(data, name));
            }
        }
    }
    if let Some(content) = root.child("TrescDokumentu") {
        contents(content, &mut found);
    }
    found.truncate(20);
    found
}

fn contents(content: Element<'_>, found: &mut Vec<Misfit>) {
    for (name, value) in [("format", "text/xml"), ("kodowanie", "XML")] {
        if content.attribute(name) != Some(value) {
            let what = format!("TrescDokumentu takes {name}=\"{value}\"");
            found.push(Misfit { line: content.line(), what });
        }
    }
    for name in ["Tytul", "RodzajWnioskuRozszerzony", "Informacje"] {
        if content.child(name).is_none() {
            found.push(missing(content, name));
        }
    }
    if let Some(kind) = content.child("RodzajWnioskuRozszerzony")
        && kind.attribute("rodzaj").is_none()
    {
        let what = "RodzajWnioskuRozszerzony takes an attribute rodzaj".to_owned();
        found.push(Misfit { line: kind.line(), what });
    }
    let attachments = content.children().filter(|child| child.is(STRUCTURE, "Zalaczniki"));
    for attachment in attachments.flat_map(|all| all.children()).take(200) {
        let data = attachment.child_in(STRUCTURE, "DaneZalacznika");
        let sound = match attachment.attribute("kodowanie") {
            Some("base64") => data.is_some_and(|data| base64(&data.text_cow()).is_some()),
            Some("URI") => data.is_some_and(|data| !data.text_cow().trim().is_empty()),
            _ => false,
        };
        if !sound {
            let what = "Zalacznik takes kodowanie base64 or URI, and DaneZalacznika that fits it".to_owned();
            found.push(Misfit { line: attachment.line(), what });
        }
    }
}

fn missing(parent: Element<'_>, name: &str) -> Misfit {
    Misfit { line: parent.line(), what: format!("{} lacks {name}", parent.local()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use time::macros::datetime;

    fn letter() -> Letter {
        Letter {
            title: "Wniosek o <certyfikat>".into(),
            kind: "Wniosek".into(),
            paragraphs: vec!["Proszę o certyfikat.".into()],
            town: "Przykładowo".into(),
            to: "Ministerstwo".into(),
            from: "Gmina Przykładowo".into(),
            at: datetime!(2026-11-24 12:00 UTC),
            attachments: vec![File {
                name: "skan.pdf".into(),
                kind: Some("application/pdf".into()),
                bytes: bytes::Bytes::from_static(b"%PDF"),
            }],
        }
    }

    #[test]
    fn a_letter_of_ours_fits_its_template() {
        assert_eq!(misfits(letter().xml().as_bytes()), Vec::new());
    }

    #[test]
    fn what_is_missing_is_named_with_its_line() {
        let xml = letter().xml().replace("wz:Tytul>", "wz:Tytuł>");
        let found = misfits(xml.as_bytes());
        assert_eq!(found, vec![Misfit { line: 1, what: "TrescDokumentu lacks Tytul".into() }]);
        let other = misfits(b"<Dokument xmlns='http://crd.gov.pl/wzor/inny/'/>");
        assert!(other[0].what.contains("known templates"), "{other:?}");
        let broken = letter().xml().replace("JVBERg==", "?");
        assert!(misfits(broken.as_bytes())[0].what.contains("Zalacznik"));
    }
}
