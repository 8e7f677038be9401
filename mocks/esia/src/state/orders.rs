//! Applications at ЕПГУ: their statuses are a canned script (spec §5).

use serde_json::{Value, json};
use time::OffsetDateTime;

/// An application.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The mnemonic of the system that reserved it.
    pub client: String,
    /// `serviceCode`.
    pub service: String,
    /// `targetCode`.
    pub target: String,
    /// The statuses so far, oldest first.
    pub statuses: Vec<(u16, OffsetDateTime)>,
    /// The parts that came: number and length.
    pub parts: Vec<(usize, usize)>,
    /// When the first part came.
    pub started: Option<OffsetDateTime>,
}

/// Черновик.
pub const DRAFT: u16 = 0;
/// Отменено; the number is ours, none is public.
pub const CANCELLED: u16 = 9;
/// Statuses after sending, in order: зарегистрировано на портале, отправлено в ведомство, получено ведомством.
pub const SCRIPT: [u16; 3] = [17, 21, 2];

impl Order {
    /// A reserved number.
    pub fn reserved(client: String, service: String, target: String, now: OffsetDateTime) -> Self {
        Self { client, service, target, statuses: vec![(DRAFT, now)], parts: Vec::new(), started: None }
    }

    /// The status in force.
    pub fn status(&self) -> u16 {
        self.statuses.last().map_or(DRAFT, |(status, _)| *status)
    }

    /// After sending: the first status of the script.
    pub fn sent(&mut self, now: OffsetDateTime) {
        self.statuses.extend(SCRIPT.first().map(|status| (*status, now)));
    }

    /// After one more look at it: the next status of the script, when there is one.
    pub fn looked_at(&mut self, now: OffsetDateTime) {
        let place = SCRIPT.iter().position(|status| *status == self.status());
        let next = place.and_then(|place| SCRIPT.get(place + 1));
        self.statuses.extend(next.map(|status| (*status, now)));
    }

    /// Whether it can be cancelled: before the last status.
    pub fn cancellable(&self) -> bool {
        let status = self.status();
        status != CANCELLED && SCRIPT.last() != Some(&status)
    }

    /// When the status in force came.
    pub fn updated(&self) -> OffsetDateTime {
        self.statuses.last().map_or(OffsetDateTime::UNIX_EPOCH, |(_, at)| *at)
    }

    /// As `order` of the details shows it.
    pub fn shown(&self, id: u64) -> Value {
        let statuses: Vec<Value> = self
            .statuses
            .iter()
            .enumerate()
            .map(|(index, (status, at))| {
                json!({
                    "id": history(id, index),
                    "orderId": id,
                    "statusId": status,
                    "title": title(*status),
                    "date": moment(*at),
                    "finalStatus": SCRIPT.last() == Some(status) || *status == CANCELLED,
                    "cancelAllowed": self.cancellable(),
                    "sender": "Учебный стенд",
                    "comment": "",
                    "hasResult": "N",
                })
            })
            .collect();
        json!({
            "id": id,
            "orderStatusId": self.status(),
            "currentStatusHistoryId": history(id, self.statuses.len().saturating_sub(1)),
            "eserviceId": self.service,
            "serviceTargetId": self.target,
            "statuses": statuses,
            "orderAttachmentFiles": [],
            "orderResponseFiles": [],
        })
    }
}

/// The name of a status.
pub fn title(status: u16) -> &'static str {
    match status {
        DRAFT => "Черновик",
        2 => "Получено ведомством",
        4 => "Истекло время подписания",
        CANCELLED => "Отменено",
        15 => "Требует исправления",
        17 => "Зарегистрировано на портале",
        21 => "Отправлено в ведомство",
        24 => "Ошибка отправки",
        _ => "",
    }
}

/// `2026-11-24T15:00:00.000+0300`: Moscow time.
pub fn moment(at: OffsetDateTime) -> String {
    let moscow = time::UtcOffset::from_hms(3, 0, 0).unwrap_or(time::UtcOffset::UTC);
    let format = time::macros::format_description!(
        "[year]-[month]-[day]T[hour]:[minute]:[second].[subsecond digits:3]+0300"
    );
    at.to_offset(moscow).format(format).unwrap_or_default()
}

fn history(id: u64, index: usize) -> u64 {
    id.saturating_mul(100).saturating_add(u64::try_from(index).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use time::macros::datetime;

    use super::*;

    #[test]
    fn the_script_runs_to_its_end_and_stays_there() {
        let now = datetime!(2026-11-24 12:00 UTC);
        let mut order = Order::reserved("X".into(), "1".into(), "-1".into(), now);
        order.looked_at(now);
        assert_eq!(order.status(), DRAFT);
        order.sent(now);
        let mut seen = vec![order.status()];
        for _ in 0..4 {
            order.looked_at(now);
            seen.push(order.status());
        }
        assert_eq!(seen, [17, 21, 2, 2, 2]);
        assert!(!order.cancellable());
        assert_eq!(moment(now), "2026-11-24T15:00:00.000+0300");
    }
}
