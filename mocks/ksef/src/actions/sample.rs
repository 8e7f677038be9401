//! The invoice that is sent: a file, or a sample of our own with the fields that the arguments give.

use poligon_institution::{Parameter, ParameterKind};
use serde_json::Value;
use time::format_description::BorrowedFormatItem;
use time::macros::format_description;
use time::{Date, Duration};

use super::hand::{Hand, WHERE};
use super::invoices::Sample;
use super::online;
use super::parameters::optional;
use super::party::{self, Party};
use crate::invoice::Amount;
use crate::wire::moment;

const DAY: &[BorrowedFormatItem<'_>] = format_description!("[year]-[month]-[day]");
/// Most bytes of padding.
const MOST: u64 = 16 * 1024 * 1024;

/// A file.
pub(super) const FILE: Parameter =
    optional("file", "The invoice as a file; a sample when absent.", ParameterKind::File);
/// P_2.
pub(super) const NUMBER: Parameter =
    optional("number", "P_2 of the sample; FA/1, FA/2 … when absent.", ParameterKind::Text);
/// The seller.
pub(super) const SELLER: Parameter = optional(
    "seller",
    "The seller of the sample, by id or NIP; the context logged in to when absent.",
    ParameterKind::Any,
);
/// The buyer.
pub(super) const BUYER: Parameter = optional(
    "buyer",
    "The buyer of the sample, by id or NIP; another organisation when absent.",
    ParameterKind::Any,
);
/// P_1.
pub(super) const ISSUED: Parameter =
    optional("issued", "P_1 of the sample: a date, or days from today: -1, 0, 7.", ParameterKind::Any);
/// The net amount.
pub(super) const NET: Parameter =
    optional("net", "The net amount of the sample; 100.00 when absent, taxed by 23 %.", ParameterKind::Text);
/// Replacements.
pub(super) const REPLACE: Parameter = optional(
    "replace",
    "Texts of the invoice and what stands in their place, as an object; each must occur.",
    ParameterKind::Any,
);
/// Padding.
pub(super) const PADDING: Parameter = optional(
    "padding",
    "So many bytes more: spaces after the invoice, to make it large.",
    ParameterKind::Number,
);
/// A byte order mark.
pub(super) const BYTE_ORDER_MARK: Parameter =
    optional("byte-order-mark", "Whether the invoice begins with a byte order mark.", ParameterKind::Bool);

/// An invoice, ready to be sent.
#[derive(Debug)]
pub(super) struct Made {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// P_2 of a sample.
    pub(super) number: Option<String>,
}

/// The invoice of the arguments.
pub(super) fn made(hand: &mut Hand<'_, '_>, party: &Party) -> Result<Made, String> {
    let (mut bytes, number) = match hand.given.text("file") {
        Some(file) => ((hand.stage.files)(&file)?, None),
        None => {
            let sample = sample(hand, party)?;
            (sample.xml().into_bytes(), Some(sample.number))
        }
    };
    for (old, new) in hand.given.get("replace").and_then(Value::as_object).into_iter().flatten() {
        bytes = replaced(&bytes, old, new)?;
    }
    if hand.given.is_on("byte-order-mark") {
        bytes.splice(0..0, *b"\xEF\xBB\xBF");
    }
    let padding = hand.given.number("padding").unwrap_or(0).min(MOST);
    bytes.extend(std::iter::repeat_n(b' ', usize::try_from(padding).unwrap_or(0)));
    Ok(Made { bytes, number })
}

fn replaced(bytes: &[u8], old: &str, new: &Value) -> Result<Vec<u8>, String> {
    let text = String::from_utf8_lossy(bytes);
    if old.is_empty() || !text.contains(old) {
        return Err(format!("„{old}” does not occur in the invoice, so nothing can be replaced"));
    }
    let new = new.as_str().map_or_else(|| new.to_string(), str::to_owned);
    Ok(text.replace(old, &new).into_bytes())
}

fn sample(hand: &mut Hand<'_, '_>, party: &Party) -> Result<Sample, String> {
    let number = match hand.given.text("number") {
        Some(number) => number,
        None => format!("FA/{}", hand.count("invoice")),
    };
    let sandbox = hand.stage.sandbox;
    let seller = match hand.given.get("seller") {
        Some(seller) => party::number(sandbox, seller)?,
        // The client of an accounting office sells, not the office.
        None => match hand.remembered(party, WHERE) {
            Some(nip) => nip,
            None => party.context(sandbox, None)?.value,
        },
    };
    let buyer = match hand.given.get("buyer") {
        Some(buyer) => party::number(sandbox, buyer)?,
        None => other_than(hand, &seller),
    };
    let now = hand.stage.line.now();
    let mut sample = Sample { form: online::form(hand), ..Sample::new(&number, &seller, &buyer, now) };
    if let Some(issued) = hand.given.get("issued") {
        sample.issue_date = day(issued, sample.issue_date)?;
    }
    if let Some(net) = hand.given.text("net") {
        let written = net.replace(',', ".");
        let amount = Amount::read(&written).ok_or_else(|| format!("„{net}” is no amount; write 100.00"))?;
        sample.net = amount;
        sample.vat = tax(&written);
    }
    Ok(sample)
}

/// 23 % of a net amount, to the hundredth.
fn tax(net: &str) -> Amount {
    let (whole, decimals) = net.split_once('.').unwrap_or((net, ""));
    let hundredths: i64 = format!("{whole}{decimals:0<2}").parse().unwrap_or(0);
    Amount::hundredths(hundredths.saturating_mul(23).saturating_add(50).div_euclid(100))
}

/// The NIP of an organisation that is not the seller.
fn other_than(hand: &Hand<'_, '_>, seller: &str) -> String {
    let others =
        hand.stage.sandbox.world.organisations().iter().map(|organisation| organisation.nip.to_string());
    others.into_iter().find(|nip| nip != seller).unwrap_or_else(|| "2222222222".to_owned())
}

fn day(written: &Value, today: Date) -> Result<Date, String> {
    let text = written.as_str().map_or_else(|| written.to_string(), str::to_owned);
    if let Ok(days) = text.parse::<i32>() {
        return Ok(today.saturating_add(Duration::days(days.into())));
    }
    Date::parse(&text, DAY)
        .map_err(|_| format!("„{text}” is no day: write a date, 2026-03-02, or days from today, -1 or 7"))
}

/// A moment in a query: a text as it stands, or days from now.
pub(super) fn moment_of(hand: &Hand<'_, '_>, name: &str, otherwise: i64) -> String {
    let days = match hand.given.text(name) {
        None => otherwise,
        Some(text) => match text.parse::<i32>() {
            Ok(days) => days.into(),
            Err(_) => return text,
        },
    };
    moment::write(hand.stage.line.now().saturating_add(Duration::days(days)))
}
