//! Owners, grants, roles, consents, blocks: what the paper form ZAW-FA and the registers say (spec §5.1), as `/testdata` sets
//! it.

use std::collections::{BTreeMap, BTreeSet};

use time::{Date, OffsetDateTime};

use crate::identity::{IdKind, Identifier, Permission};

/// State of permissions.
#[derive(Debug, Default)]
pub struct Permissions {
    attachments: BTreeMap<String, Option<Date>>,
    blocked: BTreeSet<Identifier>,
    grants: BTreeMap<(Identifier, Identifier), BTreeSet<Permission>>,
    people: BTreeMap<String, Person>,
    subjects: BTreeMap<String, Subject>,
}

/// A sole trader: NIP and PESEL belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// PESEL.
    pub pesel: String,
    /// Whether a court bailiff.
    pub is_bailiff: bool,
    /// Whether dead.
    pub is_deceased: bool,
    /// Since when on record.
    pub created: OffsetDateTime,
}

/// What an organisation is besides a taxpayer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectKind {
    /// An enforcement authority.
    EnforcementAuthority,
    /// A unit of local government.
    Jst,
    /// A VAT group.
    VatGroup,
}

/// An organisation with a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// What it is.
    pub kind: SubjectKind,
    /// NIPs of its members.
    pub subunits: Vec<String>,
    /// Since when on record.
    pub created: OffsetDateTime,
}

/// What a subject may do in a context.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Whether it owns the context.
    pub owner: bool,
    /// What was granted to it.
    pub permissions: BTreeSet<Permission>,
    /// Roles of the context; an owner's token shows „Owner” among them.
    pub roles: Vec<&'static str>,
}

/// The record exists, and the new one is not younger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exists;

impl Rights {
    /// Whether there is nothing at all.
    pub fn is_empty(&self) -> bool {
        !self.owner && self.permissions.is_empty()
    }
}

impl Permissions {
    /// What a subject may do in a context: ownership, and what was granted to it under any of its names.
    pub fn rights(&self, subject: &Identifier, context: &Identifier) -> Rights {
        let names = self.names(subject);
        let owner = context.kind == IdKind::Nip && names.contains(context);
        let mut permissions: BTreeSet<Permission> = names
            .into_iter()
            .filter_map(|name| self.grants.get(&(context.clone(), name)))
            .flatten()
            .copied()
            .collect();
        if subject.kind == IdKind::PeppolId && subject == context {
            permissions.insert(Permission::PefInvoiceWrite);
        }
        let mut roles = self.roles(context);
        if owner && roles.iter().any(|role| matches!(*role, "EnforcementAuthority" | "CourtBailiff")) {
            permissions.insert(Permission::EnforcementOperations);
        }
        if owner {
            roles.insert(0, "Owner");
        }
        Rights { owner, permissions, roles }
    }

    /// Who was granted what in a context.
    pub fn granted(
        &self,
        context: &Identifier,
    ) -> impl Iterator<Item = (&Identifier, &BTreeSet<Permission>)> {
        let of = context.clone();
        self.grants
            .iter()
            .filter(move |((context, _), _)| *context == of)
            .map(|((_, to), granted)| (to, granted))
    }

    /// Whether the subject is on record as dead.
    pub fn is_deceased(&self, subject: &Identifier) -> bool {
        self.people.iter().any(|(nip, person)| {
            person.is_deceased
                && match subject.kind {
                    IdKind::Nip => subject.value == *nip,
                    IdKind::Pesel => subject.value == person.pesel,
                    _ => false,
                }
        })
    }

    /// The roles of a context.
    pub fn roles(&self, context: &Identifier) -> Vec<&'static str> {
        if context.kind != IdKind::Nip {
            return Vec::new();
        }
        let mut roles = Vec::new();
        match self.subjects.get(&context.value).map(|subject| subject.kind) {
            Some(SubjectKind::EnforcementAuthority) => roles.push("EnforcementAuthority"),
            Some(SubjectKind::Jst) => roles.push("LocalGovernmentUnit"),
            Some(SubjectKind::VatGroup) => roles.push("VatGroupUnit"),
            None => {}
        }
        let member_of =
            |kind| self.subjects.values().any(|it| it.kind == kind && it.subunits.contains(&context.value));
        if member_of(SubjectKind::Jst) {
            roles.push("LocalGovernmentSubUnit");
        }
        if member_of(SubjectKind::VatGroup) {
            roles.push("VatGroupSubUnit");
        }
        if self.people.get(&context.value).is_some_and(|person| person.is_bailiff) {
            roles.push("CourtBailiff");
        }
        roles
    }

    /// Records a sole trader.
    ///
    /// # Errors
    /// When there is one that is not older.
    pub fn add_person(&mut self, nip: &str, person: Person) -> Result<(), Exists> {
        if self.people.get(nip).is_some_and(|known| person.created <= known.created) {
            return Err(Exists);
        }
        self.people.insert(nip.to_owned(), person);
        Ok(())
    }

    /// Strikes a sole trader off and takes all that was granted to them away; nothing happens when there is none.
    pub fn remove_person(&mut self, nip: &str) {
        let Some(person) = self.people.remove(nip) else { return };
        let names = [Identifier::nip(nip), Identifier::new(IdKind::Pesel, person.pesel)];
        self.grants.retain(|(_, to), _| !names.contains(to));
    }

    /// Records an organisation with a role.
    ///
    /// # Errors
    /// When there is one that is not older.
    pub fn add_subject(&mut self, nip: &str, subject: Subject) -> Result<(), Exists> {
        if self.subjects.get(nip).is_some_and(|known| subject.created <= known.created) {
            return Err(Exists);
        }
        self.subjects.insert(nip.to_owned(), subject);
        Ok(())
    }

    /// Strikes an organisation off, with its members; nothing happens when there is none.
    pub fn remove_subject(&mut self, nip: &str) {
        self.subjects.remove(nip);
    }

    /// Grants permissions in a context, in addition to those granted before.
    pub fn grant(
        &mut self,
        context: &Identifier,
        to: &Identifier,
        permissions: impl IntoIterator<Item = Permission>,
    ) {
        self.grants.entry((context.clone(), to.clone())).or_default().extend(permissions);
    }

    /// Takes all permissions of an identifier in a context away.
    pub fn revoke(&mut self, context: &Identifier, from: &Identifier) {
        self.grants.remove(&(context.clone(), from.clone()));
    }

    /// Lets this NIP send invoices with attachments.
    pub fn allow_attachments(&mut self, nip: &str) {
        self.attachments.insert(nip.to_owned(), None);
    }

    /// Ends that on this day.
    pub fn end_attachments(&mut self, nip: &str, on: Date) {
        if let Some(end) = self.attachments.get_mut(nip) {
            *end = Some(on);
        }
    }

    /// Whether this NIP may send invoices with attachments on this day.
    pub fn attachments_allowed(&self, nip: &str, today: Date) -> bool {
        self.attachments.get(nip).is_some_and(|end| end.is_none_or(|end| today < end))
    }

    /// Blocks a context: logins to it end with 480.
    pub fn block(&mut self, context: Identifier) {
        self.blocked.insert(context);
    }

    /// Lifts that.
    pub fn unblock(&mut self, context: &Identifier) {
        self.blocked.remove(context);
    }

    /// Whether the context is blocked.
    pub fn is_blocked(&self, context: &Identifier) -> bool {
        self.blocked.contains(context)
    }

    /// All names of a subject: a sole trader's NIP and PESEL are one (spec §1.3, „NIP–PESEL link”).
    fn names(&self, subject: &Identifier) -> Vec<Identifier> {
        let mut names = vec![subject.clone()];
        match subject.kind {
            IdKind::Nip => {
                names.extend(
                    self.people.get(&subject.value).map(|it| Identifier::new(IdKind::Pesel, &*it.pesel)),
                );
            }
            IdKind::Pesel => {
                let theirs = self.people.iter().filter(|(_, person)| person.pesel == subject.value);
                names.extend(theirs.map(|(nip, _)| Identifier::nip(nip)));
            }
            _ => {}
        }
        names
    }
}
