//! The document of a UPO, element by element in the order of `upo-v4-3.xsd`.

use std::fmt::Write;

use time::{Date, OffsetDateTime};

use crate::identity::{IdKind, Identifier};
use crate::invoice::Form;
use crate::state::invoices::{Accepted, Invoice, Mode};
use crate::wire::moment;

/// The namespace of version 4-3.
pub const NAMESPACE: &str = "http://upo.schematy.mf.gov.pl/KSeF/v4-3";

/// What stands before the documents.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// NazwaPodmiotuPrzyjmujacego.
    pub receiver: String,
    /// NumerReferencyjnySesji.
    pub session: String,
    /// IdKontekstu.
    pub context: Identifier,
    /// SkrotDokumentuUwierzytelniajacego.
    pub document_hash: String,
    /// NazwaStrukturyLogicznej and KodFormularza.
    pub form: Form,
}

/// OpisPotwierdzenia: which page of a session's UPO this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// Strona, from 1.
    pub number: usize,
    /// LiczbaStron.
    pub count: usize,
    /// ZakresDokumentowOd, from 1.
    pub from: usize,
    /// ZakresDokumentowDo: the schema's comment says exclusive, the published examples are inclusive; this follows the examples.
    pub to: usize,
    /// CalkowitaLiczbaDokumentow.
    pub total: usize,
}

/// One Dokument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// NipSprzedawcy.
    pub seller_nip: String,
    /// NumerKSeFDokumentu.
    pub ksef_number: String,
    /// NumerFaktury.
    pub number: String,
    /// DataWystawieniaFaktury.
    pub issue_date: Date,
    /// DataPrzeslaniaDokumentu.
    pub sent: OffsetDateTime,
    /// DataNadaniaNumeruKSeF.
    pub acquired: OffsetDateTime,
    /// SkrotDokumentu.
    pub hash: String,
    /// TrybWysylki.
    pub mode: Mode,
}

impl Entry {
    /// The entry of an accepted invoice.
    pub fn of(invoice: &Invoice, accepted: &Accepted) -> Self {
        Self {
            seller_nip: accepted.facts.seller.nip.clone(),
            ksef_number: accepted.number.to_string(),
            number: accepted.facts.number.clone(),
            issue_date: accepted.facts.issue_date,
            sent: invoice.sent,
            acquired: accepted.acquired,
            hash: invoice.hash.clone(),
            mode: accepted.mode,
        }
    }
}

/// The document, without a seal.
pub fn xml(header: &Header, page: Option<Page>, entries: &[Entry]) -> String {
    let mut out = Writer(String::with_capacity(1_000 + entries.len() * 600));
    out.raw(&format!("<?xml version=\"1.0\" encoding=\"utf-8\"?><Potwierdzenie xmlns=\"{NAMESPACE}\">"));
    out.element("NazwaPodmiotuPrzyjmujacego", &header.receiver);
    out.element("NumerReferencyjnySesji", &header.session);
    out.raw("<Uwierzytelnienie><IdKontekstu>");
    out.element(context_element(header.context.kind), &header.context.value);
    out.raw("</IdKontekstu>");
    out.element("SkrotDokumentuUwierzytelniajacego", &header.document_hash);
    out.raw("</Uwierzytelnienie>");
    if let Some(page) = page {
        out.raw("<OpisPotwierdzenia>");
        out.element("Strona", &page.number.to_string());
        out.element("LiczbaStron", &page.count.to_string());
        out.element("ZakresDokumentowOd", &page.from.to_string());
        out.element("ZakresDokumentowDo", &page.to.to_string());
        out.element("CalkowitaLiczbaDokumentow", &page.total.to_string());
        out.raw("</OpisPotwierdzenia>");
    }
    out.element("NazwaStrukturyLogicznej", header.form.schema());
    out.element("KodFormularza", header.form.system_code());
    for entry in entries {
        out.entry(entry);
    }
    out.raw("</Potwierdzenie>");
    out.0
}

fn context_element(kind: IdKind) -> &'static str {
    match kind {
        IdKind::InternalId => "IdWewnetrzny",
        IdKind::NipVatUe => "IdZlozonyVatUE",
        IdKind::PeppolId => "IdDostawcyUslugPeppol",
        // Subjects' kinds are no contexts; a session cannot be opened in one.
        IdKind::Fingerprint | IdKind::Nip | IdKind::Pesel => "Nip",
    }
}

struct Writer(String);

impl Writer {
    fn raw(&mut self, text: &str) {
        self.0.push_str(text);
    }

    fn element(&mut self, name: &str, text: &str) {
        let text = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        // Writing into a String does not fail.
        let _ = write!(self.0, "<{name}>{text}</{name}>");
    }

    fn entry(&mut self, entry: &Entry) {
        self.raw("<Dokument>");
        self.element("NipSprzedawcy", &entry.seller_nip);
        self.element("NumerKSeFDokumentu", &entry.ksef_number);
        self.element("NumerFaktury", &entry.number);
        self.element("DataWystawieniaFaktury", &entry.issue_date.to_string());
        self.element("DataPrzeslaniaDokumentu", &moment::write_warsaw(entry.sent));
        self.element("DataNadaniaNumeruKSeF", &moment::write_warsaw(entry.acquired));
        self.element("SkrotDokumentu", &entry.hash);
        self.element(
            "TrybWysylki",
            match entry.mode {
                Mode::Offline => "Offline",
                Mode::Online => "Online",
            },
        );
        self.raw("</Dokument>");
    }
}
