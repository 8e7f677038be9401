//! Limits of sessions by context and of certificates by subject (spec §3.5), as `/testdata/limits` sets them.

use std::collections::BTreeMap;

use crate::identity::{IdKind, Identifier};

/// Bytes of a megabyte: the default of 1 MB is documented as 1 000 000 bytes (spec §3.5).
const MEGABYTE: u32 = 1_000_000;

/// Limits of one kind of session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SessionLimits {
    /// `maxInvoiceSizeInMB`.
    pub invoice_mb: u32,
    /// `maxInvoiceWithAttachmentSizeInMB`.
    pub invoice_with_attachment_mb: u32,
    /// `maxInvoices`.
    pub invoices: u32,
}

/// Limits of a context.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ContextLimits {
    /// `onlineSession`.
    pub online: SessionLimits,
    /// `batchSession`.
    pub batch: SessionLimits,
}

/// Limits of a subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SubjectLimits {
    /// `maxEnrollments`.
    pub enrollments: u32,
    /// `maxCertificates`.
    pub certificates: u32,
}

/// The limits that were set in a sandbox; what was not set stands at its default.
#[derive(Debug, Default)]
pub struct Limits {
    contexts: BTreeMap<Identifier, ContextLimits>,
    subjects: BTreeMap<Identifier, SubjectLimits>,
}

impl SessionLimits {
    /// 1 MB, 3 MB with attachment, 10 000 invoices.
    pub const DEFAULT: Self = Self { invoice_mb: 1, invoice_with_attachment_mb: 3, invoices: 10_000 };

    /// Most bytes of an invoice without attachment.
    pub fn bytes(&self) -> usize {
        bytes(self.invoice_mb)
    }

    /// Most bytes of an invoice with attachment.
    pub fn bytes_with_attachment(&self) -> usize {
        bytes(self.invoice_with_attachment_mb)
    }
}

impl SubjectLimits {
    /// 300 and 100 for a NIP, 12 and 6 for anybody else.
    pub fn default_of(kind: IdKind) -> Self {
        match kind {
            IdKind::Nip => Self { enrollments: 300, certificates: 100 },
            _ => Self { enrollments: 12, certificates: 6 },
        }
    }
}

impl Limits {
    /// What holds in a context.
    pub fn of_context(&self, context: &Identifier) -> ContextLimits {
        let default = ContextLimits { online: SessionLimits::DEFAULT, batch: SessionLimits::DEFAULT };
        self.contexts.get(context).copied().unwrap_or(default)
    }

    /// Sets what holds in a context.
    pub fn set_context(&mut self, context: Identifier, limits: ContextLimits) {
        self.contexts.insert(context, limits);
    }

    /// Brings the defaults of a context back.
    pub fn reset_context(&mut self, context: &Identifier) {
        self.contexts.remove(context);
    }

    /// What holds for a subject.
    pub fn of_subject(&self, subject: &Identifier) -> SubjectLimits {
        self.subjects.get(subject).copied().unwrap_or_else(|| SubjectLimits::default_of(subject.kind))
    }

    /// Sets what holds for a subject.
    pub fn set_subject(&mut self, subject: Identifier, limits: SubjectLimits) {
        self.subjects.insert(subject, limits);
    }

    /// Brings the defaults of a subject back.
    pub fn reset_subject(&mut self, subject: &Identifier) {
        self.subjects.remove(subject);
    }
}

fn bytes(megabytes: u32) -> usize {
    usize::try_from(megabytes.saturating_mul(MEGABYTE)).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_set_holds_until_it_is_taken_back_and_only_there() {
        let (own, other) = (Identifier::nip("5265877635"), Identifier::nip("7352765225"));
        let mut limits = Limits::default();
        let less = SessionLimits { invoices: 1, ..SessionLimits::DEFAULT };
        limits.set_context(own.clone(), ContextLimits { online: less, batch: SessionLimits::DEFAULT });
        assert_eq!(limits.of_context(&own).online.invoices, 1);
        assert_eq!(limits.of_context(&other).online, SessionLimits::DEFAULT);
        limits.reset_context(&own);
        assert_eq!(limits.of_context(&own).online, SessionLimits::DEFAULT);
    }

    #[test]
    fn a_nip_may_have_more_certificates_than_a_person() {
        let limits = Limits::default();
        let person = Identifier::new(IdKind::Pesel, "30112206276");
        assert_eq!(limits.of_subject(&Identifier::nip("5265877635")).enrollments, 300);
        assert_eq!(limits.of_subject(&person).certificates, 6);
    }
}
