//! The filters of a query over invoices (spec §1.8).

use poligon_institution::Refused;
use time::OffsetDateTime;

use super::range::DateRange;
use crate::desk::Call;
use crate::identity::IdKind;
use crate::invoice::{Amount, Facts, InvoiceKind, PartyKind};
use crate::state::invoices::{Accepted, Mode, Role};
use crate::wire::json::{Body, Json};

const ROLES: [(&str, Role); 4] = [
    ("Subject1", Role::Subject1),
    ("Subject2", Role::Subject2),
    ("Subject3", Role::Subject3),
    ("SubjectAuthorized", Role::Authorized),
];
const BUYERS: [(&str, PartyKind); 4] = [
    ("Nip", PartyKind::Nip),
    ("VatUe", PartyKind::VatUe),
    ("Other", PartyKind::Other),
    ("None", PartyKind::None),
];
const MODES: [(&str, Mode); 2] = [("Online", Mode::Online), ("Offline", Mode::Offline)];
/// PEF and FA_RR are not built, so nothing has them.
const FORMS: [(&str, bool); 3] = [("FA", true), ("PEF", false), ("FA_RR", false)];
/// Most entries of a list in a filter.
const MOST: usize = 200;

/// What is asked for.
#[derive(Debug)]
pub struct Filters {
    /// In which role the context appears.
    pub role: Role,
    /// When.
    pub range: DateRange,
    ksef_number: Option<String>,
    invoice_number: Option<String>,
    amount: Option<AmountRange>,
    seller_nip: Option<String>,
    buyer: Option<(PartyKind, Option<String>)>,
    currencies: Vec<String>,
    mode: Option<Mode>,
    self_invoicing: Option<bool>,
    is_fa: Option<bool>,
    kinds: Option<Vec<Option<InvoiceKind>>>,
    attachment: Option<bool>,
}

#[derive(Clone, Copy, Debug)]
enum Which {
    Gross,
    Net,
    Vat,
}

#[derive(Clone, Copy, Debug)]
struct AmountRange {
    which: Which,
    from: Option<Amount>,
    to: Option<Amount>,
}

impl Filters {
    /// Reads the body of a query.
    ///
    /// # Errors
    /// 21001, 21405.
    pub fn read(call: &mut Call<'_>, now: OffsetDateTime) -> Result<Self, Refused> {
        let body = Body::of(call)?;
        let root = body.root();
        let role = root.field("subjectType").required().one_of(&ROLES);
        let range = DateRange::read(&root.field("dateRange").required(), now);
        let amount = root.field("amount");
        let amount = if amount.is_present() { AmountRange::read(&amount) } else { None };
        let buyer = root.field("buyerIdentifier");
        let buyer = if buyer.is_present() {
            let value = buyer.field("value").text_of(1, 50);
            buyer.field("type").required().one_of(&BUYERS).map(|kind| (kind, value))
        } else {
            None
        };
        let kinds = root.field("invoiceTypes");
        let kinds = kinds
            .is_present()
            .then(|| {
                kinds
                    .items(MOST)
                    .iter()
                    .filter_map(|kind| kind.one_of(&InvoiceKind::WORDS))
                    .collect::<Vec<_>>()
            })
            .filter(|kinds| !kinds.is_empty());
        let rest = Self {
            role: role.unwrap_or(Role::Subject1),
            range: range.unwrap_or_else(|| DateRange::nothing(now)),
            ksef_number: root.field("ksefNumber").text_of(35, 36),
            invoice_number: root.field("invoiceNumber").text_of(1, 256),
            amount,
            seller_nip: root.field("sellerNip").text_that(|text| IdKind::Nip.fits(text)),
            buyer,
            currencies: root
                .field("currencyCodes")
                .items(MOST)
                .iter()
                .filter_map(|code| code.text_of(3, 3))
                .collect(),
            mode: root.field("invoicingMode").one_of(&MODES),
            self_invoicing: root.field("isSelfInvoicing").bool(),
            is_fa: root.field("formType").one_of(&FORMS),
            kinds,
            attachment: root.field("hasAttachment").bool(),
        };
        // What stands in for a missing role or range is never used: their lines refuse here.
        body.finish(call)?;
        Ok(rest)
    }

    /// Whether an invoice is asked for; role and date are judged by the index.
    pub fn takes(&self, accepted: &Accepted) -> bool {
        let facts = &accepted.facts;
        let same = |wanted: &Option<String>, got: &str| wanted.as_ref().is_none_or(|wanted| wanted == got);
        same(&self.ksef_number, accepted.number.as_str())
            && same(&self.invoice_number, &facts.number)
            && same(&self.seller_nip, &facts.seller.nip)
            && self.amount.is_none_or(|amount| amount.holds(facts))
            && self.buyer_fits(facts)
            && (self.currencies.is_empty()
                || self.currencies.iter().any(|code| code.eq_ignore_ascii_case(&facts.currency)))
            && self.mode.is_none_or(|mode| mode == accepted.mode)
            && self.self_invoicing.is_none_or(|wanted| wanted == facts.self_invoicing)
            && self.is_fa.unwrap_or(true)
            && self.kinds.as_ref().is_none_or(|kinds| kinds.contains(&Some(facts.kind)))
            && self.attachment.is_none_or(|wanted| wanted == facts.attachment)
    }

    fn buyer_fits(&self, facts: &Facts) -> bool {
        let Some((kind, value)) = &self.buyer else { return true };
        let own = &facts.buyer.identifier;
        *kind == own.kind && (value.is_none() || *value == own.value)
    }
}

impl AmountRange {
    fn read(field: &Json<'_>) -> Option<Self> {
        let words = [("Brutto", Which::Gross), ("Netto", Which::Net), ("Vat", Which::Vat)];
        let edge = |name: &str| field.field(name).number().and_then(Amount::of_number);
        let (from, to) = (edge("from"), edge("to"));
        Some(Self { which: field.field("type").required().one_of(&words)?, from, to })
    }

    fn holds(self, facts: &Facts) -> bool {
        let amount = match self.which {
            Which::Gross => facts.gross,
            Which::Net => facts.net,
            Which::Vat => facts.vat,
        };
        self.from.is_none_or(|from| from <= amount) && self.to.is_none_or(|to| amount <= to)
    }
}
