//! Who said what to whom, as a drawing: the client and each institution is a column, each exchange two arrows. The places are
//! computed here; the template only writes them down as SVG.

use super::Room;
use crate::report::text::{line, telling};
use crate::report::{ExchangeReport, ScenarioReport};

/// Exchanges that are drawn.
const MOST_DRAWN: usize = 40;
/// Exchanges kept at the beginning when some are left out.
const AT_THE_BEGINNING: usize = 6;

const LEFT: usize = 110;
const FIRST_GAP: usize = 520;
const NEXT_GAP: usize = 170;
const HEAD: usize = 56;
const ROW: usize = 58;
const GAP_ROW: usize = 34;
/// Characters of a label; what the first gap holds in its font.
const LABEL: usize = 64;

pub(super) struct Diagram {
    pub(super) anchor: String,
    pub(super) width: usize,
    pub(super) height: usize,
    /// Where a gap is told: between the client and the first institution.
    pub(super) middle: usize,
    pub(super) lanes: Vec<Lane>,
    pub(super) rows: Vec<Drawn>,
    pub(super) left_out: usize,
    pub(super) drawn: usize,
}

/// A column.
pub(super) struct Lane {
    pub(super) name: String,
    pub(super) x: usize,
}

/// What stands in a row.
pub(super) enum Drawn {
    Exchange(Arrows),
    /// So many exchanges are not drawn.
    Gap {
        y: usize,
        number: usize,
    },
}

/// An exchange: an arrow there and one back.
pub(super) struct Arrows {
    pub(super) number: u64,
    pub(super) time: String,
    pub(super) request: String,
    pub(super) response: String,
    pub(super) class: &'static str,
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) y: usize,
    pub(super) link: Option<String>,
}

impl Diagram {
    /// The drawing of a scenario; `None` when nothing was said.
    pub(super) fn of(
        scenario: &ScenarioReport,
        anchor: &str,
        troubled: &[u64],
        room: &mut Room,
    ) -> Option<Self> {
        let chosen = chosen(&scenario.exchanges, troubled);
        if chosen.is_empty() || !room.afford(1_500) {
            return None;
        }
        let mut institutions: Vec<&str> = chosen.iter().map(|index| at(scenario, *index).0).collect();
        institutions.sort_unstable();
        institutions.dedup();
        let place = |index: usize| LEFT + if index == 0 { 0 } else { FIRST_GAP + (index - 1) * NEXT_GAP };
        let names = std::iter::once("client").chain(institutions.iter().copied());
        let lanes: Vec<Lane> = names
            .enumerate()
            .map(|(index, name)| Lane { name: room.say(name, 20), x: place(index) })
            .collect();
        let (mut y, mut rows, mut next, mut drawn) = (HEAD, Vec::new(), 0, 0);
        for index in chosen {
            let Some(exchange) = scenario.exchanges.get(index) else { continue };
            if !room.afford(1_400) {
                break;
            }
            if index > next {
                rows.push(Drawn::Gap { y: y + GAP_ROW / 2, number: index - next });
                y += GAP_ROW;
            }
            let lane = institutions.iter().position(|name| *name == exchange.institution).unwrap_or(0) + 1;
            rows.push(Drawn::Exchange(Arrows::of(exchange, place(0), place(lane), y, room)));
            y += ROW;
            next = index + 1;
            drawn += 1;
        }
        let all = scenario.exchanges.len();
        if next < all {
            rows.push(Drawn::Gap { y: y + GAP_ROW / 2, number: all - next });
            y += GAP_ROW;
        }
        let width = place(lanes.len().saturating_sub(1)) + 110;
        let anchor = format!("{anchor}-drawing");
        Some(Self {
            anchor,
            width,
            height: y + 14,
            middle: LEFT + FIRST_GAP / 2,
            lanes,
            rows,
            left_out: all - drawn,
            drawn,
        })
    }

    /// The same with a link from each exchange to where it is shown in full.
    pub(super) fn linked(mut self, known: impl Fn(u64) -> Option<String>) -> Self {
        for row in &mut self.rows {
            if let Drawn::Exchange(arrows) = row {
                arrows.link = known(arrows.number);
            }
        }
        self
    }
}

impl Arrows {
    fn of(exchange: &ExchangeReport, from: usize, to: usize, y: usize, room: &mut Room) -> Self {
        let failed: Vec<&str> = telling(exchange)
            .into_iter()
            .filter(|finding| finding.failed())
            .map(|finding| finding.check.id)
            .collect();
        let refused = !failed.is_empty() || exchange.status >= 400;
        let mut response = exchange.status.to_string();
        if !failed.is_empty() {
            response = format!("✗ {response}  {}", failed.join(", "));
        } else if refused {
            response = format!("✗ {response}");
        }
        if exchange.scripted {
            response.push_str("  (scripted)");
        }
        Self {
            number: exchange.number,
            // The time of the day: 2026-03-02T09:00:00Z.
            time: room.say(exchange.at.get(11..19).unwrap_or_default(), 8),
            request: room.say(&format!("#{} {}", exchange.number, line(&exchange.request_line)), LABEL),
            response: room.say(&response, LABEL),
            class: if refused { "bad" } else { "" },
            from,
            to,
            y,
            link: None,
        }
    }
}

fn at(scenario: &ScenarioReport, index: usize) -> (&str, u64) {
    scenario.exchanges.get(index).map_or(("", 0), |exchange| (exchange.institution.as_str(), exchange.number))
}

/// Which exchanges are drawn: all, or the first few, those that a troubled line rests on with what came just before each, and
/// then the last ones.
fn chosen(exchanges: &[ExchangeReport], troubled: &[u64]) -> Vec<usize> {
    let all = exchanges.len();
    if all <= MOST_DRAWN {
        return (0..all).collect();
    }
    let named =
        (0..all).filter(|index| exchanges.get(*index).is_some_and(|one| troubled.contains(&one.number)));
    let around = named.flat_map(|index| [Some(index), index.checked_sub(1)]).flatten();
    let wanted = (0..AT_THE_BEGINNING).chain(around).chain((0..all).rev());
    let mut chosen: Vec<usize> = Vec::new();
    for index in wanted {
        if chosen.len() == MOST_DRAWN {
            break;
        }
        if !chosen.contains(&index) {
            chosen.push(index);
        }
    }
    chosen.sort_unstable();
    chosen
}
