//! The groups of operations that share a limit, and the limits of production (OpenAPI 2.7.0, `x-rate-limits`).

use super::{Schedule, Window};

/// How many requests a window takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// In a second.
    pub per_second: u32,
    /// In a minute; `None` where nothing is documented.
    pub per_minute: Option<u32>,
    /// In an hour; `None` where nothing is documented.
    pub per_hour: Option<u32>,
}

/// A group of operations that share a limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the names are the API's own; what is in them stands in spec §3.4")]
pub enum Group {
    OnlineSession,
    BatchSession,
    InvoiceSend,
    InvoiceStatus,
    SessionList,
    SessionInvoiceList,
    SessionMisc,
    InvoiceMetadata,
    InvoiceExport,
    InvoiceExportStatus,
    InvoiceDownload,
    CollectiveIdentifier,
    Other,
}

impl Rates {
    /// The limit of operations that need no token, by address.
    pub const PUBLIC: Self = Self { per_second: 60, per_minute: None, per_hour: None };

    const fn of(per_second: u32, per_minute: u32, per_hour: u32) -> Self {
        Self { per_second, per_minute: Some(per_minute), per_hour: Some(per_hour) }
    }

    /// So many times more of each.
    #[must_use]
    pub fn times(self, factor: u32) -> Self {
        let times = |limit: u32| limit.saturating_mul(factor);
        Self {
            per_second: times(self.per_second),
            per_minute: self.per_minute.map(times),
            per_hour: self.per_hour.map(times),
        }
    }

    /// Its windows with their limits.
    pub fn windows(&self) -> Vec<(Window, u32)> {
        let all = [
            (Window::Second, Some(self.per_second)),
            (Window::Minute, self.per_minute),
            (Window::Hour, self.per_hour),
        ];
        all.into_iter().filter_map(|(window, limit)| Some((window, limit?))).collect()
    }
}

impl Group {
    /// All, in the order of the API.
    pub const ALL: [Self; 13] = [
        Self::OnlineSession,
        Self::BatchSession,
        Self::InvoiceSend,
        Self::InvoiceStatus,
        Self::SessionList,
        Self::SessionInvoiceList,
        Self::SessionMisc,
        Self::InvoiceMetadata,
        Self::InvoiceExport,
        Self::InvoiceExportStatus,
        Self::InvoiceDownload,
        Self::CollectiveIdentifier,
        Self::Other,
    ];

    /// The API's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::OnlineSession => "onlineSession",
            Self::BatchSession => "batchSession",
            Self::InvoiceSend => "invoiceSend",
            Self::InvoiceStatus => "invoiceStatus",
            Self::SessionList => "sessionList",
            Self::SessionInvoiceList => "sessionInvoiceList",
            Self::SessionMisc => "sessionMisc",
            Self::InvoiceMetadata => "invoiceMetadata",
            Self::InvoiceExport => "invoiceExport",
            Self::InvoiceExportStatus => "invoiceExportStatus",
            Self::InvoiceDownload => "invoiceDownload",
            Self::CollectiveIdentifier => "collectiveIdentifier",
            Self::Other => "other",
        }
    }

    /// The limit of production.
    pub fn production(self) -> Rates {
        match self {
            Self::OnlineSession | Self::Other => Rates::of(10, 30, 120),
            Self::BatchSession => Rates::of(10, 20, 60),
            Self::InvoiceSend => Rates::of(10, 30, 180),
            Self::InvoiceStatus => Rates::of(30, 120, 1_200),
            Self::SessionList => Rates::of(5, 10, 60),
            Self::SessionInvoiceList => Rates::of(10, 20, 200),
            Self::SessionMisc => Rates::of(10, 120, 1_200),
            Self::InvoiceMetadata | Self::InvoiceExport => Rates::of(8, 16, 20),
            Self::InvoiceExportStatus => Rates::of(10, 60, 600),
            Self::InvoiceDownload => Rates::of(8, 16, 64),
            Self::CollectiveIdentifier => Rates::of(10, 60, 120),
        }
    }

    /// The limits of production, so many times more.
    pub fn schedule(factor: u32) -> Schedule {
        Self::ALL.into_iter().map(|group| (group, group.production().times(factor))).collect()
    }
}
