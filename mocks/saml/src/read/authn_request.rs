//! AuthnRequest with the eIDAS extensions (spec/wezel-krajowy.md §2.1, §2.2).

use poligon_crypto::Element;

use super::{Head, attribute, text};
use crate::names::{ASSERTION, COI, EIDAS, KIR, PROTOCOL};

/// Attributes that SAML 2.0 knows on an AuthnRequest.
const KNOWN: [&str; 13] = [
    "ID",
    "Version",
    "IssueInstant",
    "Destination",
    "Consent",
    "ForceAuthn",
    "IsPassive",
    "ProtocolBinding",
    "AssertionConsumerServiceIndex",
    "AssertionConsumerServiceURL",
    "AttributeConsumingServiceIndex",
    "ProviderName",
    "InResponseTo",
];

/// Most requested attributes that are read.
const MOST: usize = 50;

/// An AuthnRequest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthnRequest {
    /// ID, Version, Issuer …
    pub head: Head,
    /// AssertionConsumerServiceURL.
    pub acs_url: Option<String>,
    /// AssertionConsumerServiceIndex.
    pub acs_index: Option<String>,
    /// ProtocolBinding.
    pub protocol_binding: Option<String>,
    /// ForceAuthn, as written.
    pub force_authn: Option<String>,
    /// IsPassive, as written.
    pub is_passive: Option<String>,
    /// ProviderName.
    pub provider_name: Option<String>,
    /// Attributes that SAML does not know.
    pub unknown_attributes: Vec<String>,
    /// NameIDPolicy.
    pub name_id_policy: Option<NameIdPolicy>,
    /// RequestedAuthnContext.
    pub authn_context: Option<AuthnContext>,
    /// Extensions.
    pub extensions: Option<Extensions>,
}

/// NameIDPolicy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NameIdPolicy {
    /// AllowCreate, as written.
    pub allow_create: Option<String>,
    /// Format.
    pub format: Option<String>,
}

/// RequestedAuthnContext.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AuthnContext {
    /// Comparison.
    pub comparison: Option<String>,
    /// The class references, in order.
    pub classes: Vec<String>,
}

/// Extensions.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Extensions {
    /// `eidas:SPType`, each.
    pub sp_types: Vec<String>,
    /// Whether `eidas:RequestedAttributes` is there.
    pub requested: bool,
    /// Its attributes.
    pub attributes: Vec<RequestedAttribute>,
    /// `coi-extension:CoiOperationContext` and `kirwb:OperationContext`, each.
    pub contexts: Vec<OperationContext>,
    /// The local names of the children, in order.
    pub order: Vec<String>,
}

/// `eidas:RequestedAttribute`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequestedAttribute {
    /// FriendlyName.
    pub friendly_name: Option<String>,
    /// Name.
    pub name: Option<String>,
    /// NameFormat.
    pub name_format: Option<String>,
    /// isRequired, as written.
    pub is_required: Option<String>,
}

/// `coi-extension:CoiOperationContext` or `kirwb:OperationContext`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OperationContext {
    /// Whether it is COI's.
    pub of_coi: bool,
    /// ContextClass.
    pub class: Option<String>,
    /// ContextDescription.
    pub description: Option<String>,
    /// DocumentID.
    pub document: Option<String>,
}

impl AuthnRequest {
    /// Reads one; `None` when the element is no AuthnRequest.
    pub fn read(element: Element<'_>) -> Option<Self> {
        if !element.is(PROTOCOL, "AuthnRequest") {
            return None;
        }
        let unknown =
            element.attributes().filter(|(namespace, name, _)| namespace.is_some() || !KNOWN.contains(name));
        Some(Self {
            head: Head::read(element),
            acs_url: attribute(element, "AssertionConsumerServiceURL"),
            acs_index: attribute(element, "AssertionConsumerServiceIndex"),
            protocol_binding: attribute(element, "ProtocolBinding"),
            force_authn: attribute(element, "ForceAuthn"),
            is_passive: attribute(element, "IsPassive"),
            provider_name: attribute(element, "ProviderName"),
            unknown_attributes: unknown.map(|(_, name, _)| name.to_owned()).take(MOST).collect(),
            name_id_policy: element.child("NameIDPolicy").map(|policy| NameIdPolicy {
                allow_create: attribute(policy, "AllowCreate"),
                format: attribute(policy, "Format"),
            }),
            authn_context: element.child("RequestedAuthnContext").map(|context| AuthnContext {
                comparison: attribute(context, "Comparison"),
                classes: context
                    .children()
                    .filter(|child| child.is(ASSERTION, "AuthnContextClassRef"))
                    .take(MOST)
                    .map(text)
                    .collect(),
            }),
            extensions: element.child("Extensions").map(extensions),
        })
    }

    /// The level of assurance that is asked for.
    pub fn level(&self) -> Option<&str> {
        self.authn_context.as_ref()?.classes.first().map(String::as_str)
    }
}

fn extensions(element: Element<'_>) -> Extensions {
    let requested = element.child_in(EIDAS, "RequestedAttributes");
    let attributes = requested
        .into_iter()
        .flat_map(|list| list.children())
        .filter(|child| child.is(EIDAS, "RequestedAttribute"));
    let context = |child: Element<'_>, of_coi| OperationContext {
        of_coi,
        class: attribute(child, "ContextClass"),
        description: attribute(child, "ContextDescription"),
        document: attribute(child, "DocumentID"),
    };
    Extensions {
        sp_types: element.children().filter(|child| child.is(EIDAS, "SPType")).take(MOST).map(text).collect(),
        requested: requested.is_some(),
        attributes: attributes
            .take(MOST)
            .map(|one| RequestedAttribute {
                friendly_name: attribute(one, "FriendlyName"),
                name: attribute(one, "Name"),
                name_format: attribute(one, "NameFormat"),
                is_required: attribute(one, "isRequired"),
            })
            .collect(),
        contexts: element
            .children()
            .filter_map(|child| match (child.namespace(), child.local()) {
                (Some(COI), "CoiOperationContext") => Some(context(child, true)),
                (Some(KIR), "OperationContext") => Some(context(child, false)),
                _ => None,
            })
            .take(MOST)
            .collect(),
        order: element.children().take(MOST).map(|child| child.local().to_owned()).collect(),
    }
}
