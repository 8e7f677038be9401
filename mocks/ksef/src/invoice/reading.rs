//! Reading facts from the tree. Each thing that is missing or misshaped is collected with its place; the sentences for the
//! wire are those of .NET's schema validator, which integrators see on TEST.

use poligon_crypto::Element;
use poligon_institution::Evidence;
use time::Date;
use time::format_description::well_known::Iso8601;

use super::facts::{Authorized, Buyer, Facts, InvoiceKind, Party, PartyKind, Seller, ThirdSubject};
use super::{Amount, Form};
use crate::identity::IdKind;

/// Most Podmiot3 of an invoice (the schema's bound).
const MOST_THIRD: usize = 100;

/// What kept an invoice from being read.
#[derive(Debug, Default)]
pub struct Flaws {
    /// Elements that are missing.
    pub missing: Vec<Evidence>,
    /// Values of another shape.
    pub misshaped: Vec<Evidence>,
}

/// Reads the facts of an invoice whose root is the form's.
///
/// # Errors
/// All that is missing or misshaped.
pub fn read(form: Form, root: Element<'_>) -> Result<Facts, Flaws> {
    let mut reader = Reader { form, flaws: Flaws::default() };
    let facts = reader.facts(root);
    match facts {
        Some(facts) if reader.flaws.missing.is_empty() && reader.flaws.misshaped.is_empty() => Ok(facts),
        _ => Err(reader.flaws),
    }
}

struct Reader {
    form: Form,
    flaws: Flaws,
}

impl Reader {
    fn facts(&mut self, root: Element<'_>) -> Option<Facts> {
        let seller = self.need(root, "Podmiot1").and_then(|party| self.taxpayer(party));
        let buyer = self.need(root, "Podmiot2").and_then(|party| self.party(party));
        let third: Vec<_> = root
            .children()
            .filter(|child| child.is(self.form.namespace(), "Podmiot3"))
            .take(MOST_THIRD)
            .collect();
        let third = third.into_iter().map(|party| self.third(party)).collect::<Option<Vec<_>>>();
        let authorized = match root.child("PodmiotUpowazniony") {
            Some(party) => Some(self.authorized(party)?),
            None => None,
        };
        let body = self.need(root, "Fa")?;
        let currency = self.value(body, "KodWaluty", "three upper-case letters", |text| {
            (text.len() == 3 && text.bytes().all(|byte| byte.is_ascii_uppercase())).then(|| text.to_owned())
        });
        let issue_date = self.value(body, "P_1", "a date YYYY-MM-DD", date);
        let number = self.value(body, "P_2", "1 to 256 characters", |text| {
            (1..=256).contains(&text.chars().count()).then(|| text.to_owned())
        });
        let gross = self.value(body, "P_15", "an amount like 123.45", Amount::read);
        let kind = self.value(
            body,
            "RodzajFaktury",
            "VAT, KOR, ZAL, ROZ, UPR, KOR_ZAL or KOR_ROZ",
            InvoiceKind::of_element,
        );
        let notes = self.need(body, "Adnotacje");
        let self_invoicing = notes.and_then(|notes| {
            self.value(notes, "P_17", "1 or 2", |text| matches!(text, "1" | "2").then_some(text == "1"))
        });
        let (buyer_id, buyer_name) = buyer?;
        let (nip, name) = seller?;
        let currency = currency?;
        let foreign = currency != "PLN";
        let net = self.sum(body, |name| name.starts_with("P_13_"))?;
        let vat = self.sum(body, |name| name.starts_with("P_14_") && name.ends_with('W') == foreign)?;
        Some(Facts {
            form: self.form,
            issue_date: issue_date?,
            number: number?,
            kind: kind?,
            currency,
            net,
            gross: gross?,
            vat,
            self_invoicing: self_invoicing?,
            attachment: root.child("Zalacznik").is_some(),
            seller: Seller { nip, name: Some(name) },
            buyer: Buyer { identifier: buyer_id, name: buyer_name },
            third: third?,
            authorized,
        })
    }

    /// NIP and name of Podmiot1 and PodmiotUpowazniony.
    fn taxpayer(&mut self, party: Element<'_>) -> Option<(String, String)> {
        let data = self.need(party, "DaneIdentyfikacyjne")?;
        let nip = self.value(data, "NIP", "a NIP of ten digits, without dashes", nip);
        let name = self
            .value(data, "Nazwa", "1 to 512 characters", |text| (!text.is_empty()).then(|| text.to_owned()));
        Some((nip?, name?))
    }

    /// Identifier and name of Podmiot2 and Podmiot3.
    fn party(&mut self, party: Element<'_>) -> Option<(Party, Option<String>)> {
        let data = self.need(party, "DaneIdentyfikacyjne")?;
        let name = data.child("Nazwa").map(|name| trimmed(name));
        let own = |kind, value| Party { kind, value: Some(value) };
        let identifier = if data.child("NIP").is_some() {
            own(PartyKind::Nip, self.value(data, "NIP", "a NIP of ten digits, without dashes", nip)?)
        } else if let Some(unit) = data.child("IDWew") {
            own(PartyKind::InternalId, trimmed(unit))
        } else if let Some(country) = data.child("KodUE") {
            let number = self.value(data, "NrVatUE", "1 to 12 characters", |text| {
                (!text.is_empty()).then(|| text.to_owned())
            })?;
            own(PartyKind::VatUe, format!("{}{number}", trimmed(country)))
        } else if let Some(number) = data.child("NrID") {
            own(PartyKind::Other, trimmed(number))
        } else if data.child("BrakID").is_some() {
            Party { kind: PartyKind::None, value: None }
        } else {
            self.miss(data, "NIP, KodUE, NrID or BrakID");
            return None;
        };
        Some((identifier, name))
    }

    fn third(&mut self, party: Element<'_>) -> Option<ThirdSubject> {
        let (identifier, name) = self.party(party)?;
        let role = match party.child("RolaInna") {
            Some(_) => 0,
            None => self.value(party, "Rola", "a number from 1 to 11", |text| number_in(text, 1, 11))?,
        };
        Some(ThirdSubject { identifier, name, role })
    }

    fn authorized(&mut self, party: Element<'_>) -> Option<Authorized> {
        let (nip, name) = self.taxpayer(party)?;
        let role = self.value(party, "RolaPU", "a number from 1 to 3", |text| number_in(text, 1, 3))?;
        Some(Authorized { nip, name: Some(name), role })
    }

    fn sum(&mut self, body: Element<'_>, wanted: impl Fn(&str) -> bool) -> Option<Amount> {
        let mut amounts = Vec::new();
        for element in body.children().filter(|child| wanted(child.local())) {
            amounts.push(self.shaped(element, "an amount like 123.45", Amount::read)?);
        }
        Some(amounts.into_iter().sum())
    }

    fn need<'d>(&mut self, parent: Element<'d>, name: &str) -> Option<Element<'d>> {
        let child = parent.child(name);
        if child.is_none() {
            self.miss(parent, name);
        }
        child
    }

    fn value<T>(
        &mut self,
        parent: Element<'_>,
        name: &str,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let element = self.need(parent, name)?;
        self.shaped(element, expected, read)
    }

    fn shaped<T>(
        &mut self,
        element: Element<'_>,
        expected: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let text = trimmed(element);
        let value = read(&text);
        if value.is_none() {
            let shown: String = text.chars().take(80).collect();
            self.flaws.misshaped.extend(misshaped(element, expected, &shown));
        }
        value
    }

    fn miss(&mut self, parent: Element<'_>, name: &str) {
        let namespace = self.form.namespace();
        let place = format!("{} (line {})", parent.path(), parent.line());
        let local = parent.local();
        self.flaws.missing.push(Evidence::values(place, format!("an element {name}"), "none"));
        self.flaws.missing.push(Evidence::text(format!(
            "The element '{local}' in namespace '{namespace}' has incomplete content. List of possible elements expected: '{name}' in namespace '{namespace}'."
        )));
    }
}

/// Evidence for a value of another shape, with the sentence for the wire.
pub fn misshaped(element: Element<'_>, expected: &str, got: &str) -> [Evidence; 2] {
    let place = format!("{} (line {})", element.path(), element.line());
    let (namespace, local) = (element.namespace().unwrap_or_default(), element.local());
    [
        Evidence::values(place, expected, got),
        Evidence::text(format!(
            "The '{namespace}:{local}' element is invalid - The value '{got}' is invalid according to its datatype."
        )),
    ]
}

/// The text of an element without white space around it.
pub fn trimmed(element: Element<'_>) -> String {
    element.text().trim().to_owned()
}

fn date(text: &str) -> Option<Date> {
    (text.len() == 10).then(|| Date::parse(text, &Iso8601::DATE).ok()).flatten()
}

fn nip(text: &str) -> Option<String> {
    IdKind::Nip.fits(text).then(|| text.to_owned())
}

fn number_in(text: &str, from: u8, to: u8) -> Option<u8> {
    text.parse().ok().filter(|number| (from..=to).contains(number))
}
