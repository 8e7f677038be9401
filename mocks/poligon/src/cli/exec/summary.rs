//! What the program did, in a few lines on stderr: how many exchanges, and which were refused, why, and what to do.

use std::fmt::Write;
use std::sync::Arc;

use poligon_institution::journal::Query;
use poligon_institution::{Exchange, House};

/// More refused exchanges are counted, not shown.
const MOST_SHOWN: usize = 20;

/// What the journals of all sandboxes hold.
#[derive(Debug)]
pub(super) struct Summary {
    exchanges: u64,
    forgotten: u64,
    refused: Vec<Arc<Exchange>>,
}

impl Summary {
    /// Reads the journals.
    pub(super) fn of(house: &House) -> Self {
        let mut summary = Self { exchanges: 0, forgotten: 0, refused: Vec::new() };
        for room in house.rooms() {
            let tally = room.journal.tally();
            summary.exchanges += tally.recorded;
            summary.forgotten += tally.recorded.saturating_sub(tally.kept as u64);
            summary.refused.extend(room.journal.select(&Query { failed: true, ..Query::default() }));
        }
        summary
    }

    /// Whether any exchange was refused.
    pub(super) fn refused(&self) -> bool {
        !self.refused.is_empty()
    }

    /// The lines.
    pub(super) fn text(&self, seed: u64) -> String {
        let mut text = format!(
            "poligon: {}, {} refused (seed {seed})\n",
            counted(self.exchanges, "exchange"),
            self.refused.len()
        );
        // Writing to a String does not fail; here and below.
        if self.forgotten > 0 {
            let _ = writeln!(text, "  the journal forgot the oldest {}", self.forgotten);
        }
        for exchange in self.refused.iter().take(MOST_SHOWN) {
            show(&mut text, exchange);
        }
        if let more @ 1.. = self.refused.len().saturating_sub(MOST_SHOWN) {
            let _ = writeln!(text, "  … and {more} more");
        }
        text
    }
}

fn show(text: &mut String, exchange: &Exchange) {
    let Exchange { id, sandbox, request, response, .. } = exchange;
    let status = response.status.as_u16();
    let _ = writeln!(text, "  ✗ {sandbox} #{} {} {} → {status}", id.0, request.method, request.target());
    for finding in exchange.failures() {
        let check = finding.check;
        let _ = writeln!(text, "      {}  {}", check.id, check.title);
        let _ = writeln!(text, "      do  {}", check.remedy);
    }
}

fn counted(count: u64, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}
