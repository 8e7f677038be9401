//! The parts of an AuthnRequest before their rules.

use poligon_institution::{Evidence, Examination, Refused};
use poligon_saml::names::{ATTRNAME_URI, HTTP_ARTIFACT, NATURAL_PERSON, UNSPECIFIED};
use poligon_saml::read::{AuthnRequest, Extensions};
use poligon_saml::write::ATTRIBUTES;

use crate::checks::{extensions as rules, request};
use crate::identity::Level;

/// Attributes of the message.
///
/// # Errors
/// When one of the rules refuses.
pub fn attributes(exam: &mut Examination, message: &AuthnRequest) -> Result<(), Refused> {
    exam.require(&request::ACS_INDEX.check, message.acs_index.is_none(), || {
        vec![Evidence::values(
            "AssertionConsumerServiceIndex",
            "none",
            message.acs_index.clone().unwrap_or_default(),
        )]
    })?;
    let binding = message.protocol_binding.as_deref();
    exam.require(&request::PROTOCOL_BINDING.check, binding == Some(HTTP_ARTIFACT), || {
        vec![Evidence::values("ProtocolBinding", HTTP_ARTIFACT, binding.unwrap_or("none"))]
    })?;
    exam.require(&request::FORCE_AUTHN.check, is_true(message.force_authn.as_deref()), || {
        vec![Evidence::values("ForceAuthn", "true", message.force_authn.as_deref().unwrap_or("none"))]
    })?;
    exam.require(&request::IS_PASSIVE.check, !is_true(message.is_passive.as_deref()), || {
        vec![Evidence::values("IsPassive", "false or none", "true")]
    })?;
    exam.require(&request::UNKNOWN_ATTRIBUTES.check, message.unknown_attributes.is_empty(), || {
        vec![Evidence::values(
            "attributes of AuthnRequest",
            "those of SAML",
            message.unknown_attributes.join(", "),
        )]
    })?;
    exam.require(&request::ISSUER_FORMAT.check, message.head.issuer_format.is_none(), || {
        vec![Evidence::values(
            "Format of saml2:Issuer",
            "none",
            message.head.issuer_format.clone().unwrap_or_default(),
        )]
    })?;
    let known = [
        "Issuer",
        "Signature",
        "Extensions",
        "Subject",
        "NameIDPolicy",
        "Conditions",
        "RequestedAuthnContext",
        "Scoping",
    ];
    let places: Vec<usize> = message
        .head
        .order
        .iter()
        .map(|name| known.iter().position(|one| one == name).unwrap_or(known.len()))
        .collect();
    exam.require(&request::ORDER.check, places.is_sorted(), || {
        vec![Evidence::values("children of AuthnRequest", known.join(", "), message.head.order.join(", "))]
    })
}

/// NameIDPolicy.
///
/// # Errors
/// When the rule refuses.
pub fn policy(exam: &mut Examination, message: &AuthnRequest) -> Result<(), Refused> {
    let policy = message.name_id_policy.clone().unwrap_or_default();
    let fits = is_true(policy.allow_create.as_deref()) && policy.format.as_deref() == Some(UNSPECIFIED);
    exam.require(&request::NAME_ID_POLICY.check, fits, || {
        let shown = |value: Option<String>| value.unwrap_or_else(|| "none".to_owned());
        vec![
            Evidence::values("AllowCreate of NameIDPolicy", "true", shown(policy.allow_create)),
            Evidence::values("Format of NameIDPolicy", UNSPECIFIED, shown(policy.format)),
        ]
    })
}

/// RequestedAuthnContext.
///
/// # Errors
/// When one of the rules refuses.
pub fn context(exam: &mut Examination, message: &AuthnRequest) -> Result<(), Refused> {
    let Some(context) = &message.authn_context else {
        exam.skip(&request::COMPARISON.check, "there is no RequestedAuthnContext; it counts as low");
        exam.skip(&request::LEVEL.check, "there is no RequestedAuthnContext; it counts as low");
        return Ok(());
    };
    let comparison = context.comparison.as_deref();
    exam.require(&request::COMPARISON.check, comparison == Some("minimum"), || {
        vec![Evidence::values("Comparison", "minimum", comparison.unwrap_or("none, which means exact"))]
    })?;
    let known = matches!(context.classes.as_slice(), [one] if Level::of_uri(one).is_some());
    exam.require(&request::LEVEL.check, known, || {
        vec![Evidence::values(
            "AuthnContextClassRef",
            "one of http://eidas.europa.eu/LoA/low, substantial, high",
            context.classes.join(", "),
        )]
    })
}

/// Extensions.
///
/// # Errors
/// When one of the rules refuses.
pub fn extensions(exam: &mut Examination, message: &AuthnRequest) -> Result<(), Refused> {
    let missing = Extensions::default();
    let found = message.extensions.as_ref();
    exam.require(&rules::PRESENT.check, found.is_some(), || {
        vec![Evidence::values("saml2p:Extensions", "SPType and RequestedAttributes", "none")]
    })?;
    let found = found.unwrap_or(&missing);
    let known = ["SPType", "RequestedAttributes", "CoiOperationContext", "OperationContext"];
    let places: Vec<usize> = found
        .order
        .iter()
        .map(|name| known.iter().position(|one| one == name).unwrap_or(known.len()))
        .collect();
    exam.require(&rules::ORDER.check, places.is_sorted(), || {
        vec![Evidence::values("children of Extensions", known.join(", "), found.order.join(", "))]
    })?;
    let kind = matches!(found.sp_types.as_slice(), [one] if one == "public" || one == "private");
    exam.require(&rules::SP_TYPE.check, kind, || {
        vec![Evidence::values("eidas:SPType", "one, public or private", found.sp_types.join(", "))]
    })?;
    exam.require(&rules::REQUESTED.check, found.requested && !found.attributes.is_empty(), || {
        vec![Evidence::values("eidas:RequestedAttribute", "at least one", found.attributes.len().to_string())]
    })?;
    requested(exam, found)?;
    let whole = found.contexts.len() <= 1
        && found
            .contexts
            .iter()
            .all(|one| one.class.is_some() && one.description.is_some() && one.document.is_some());
    exam.require(&rules::CONTEXT.check, whole, || {
        vec![Evidence::values(
            "operation context",
            "at most one, with ContextClass, ContextDescription, DocumentID",
            format!("{:?}", found.contexts),
        )]
    })
}

fn requested(exam: &mut Examination, found: &Extensions) -> Result<(), Refused> {
    let name =
        |attribute: &poligon_saml::read::RequestedAttribute| attribute.name.clone().unwrap_or_default();
    let is_known = |name: &str| {
        let last = name.strip_prefix(NATURAL_PERSON).and_then(|rest| rest.strip_prefix('/'));
        ATTRIBUTES.iter().any(|(_, known)| last == Some(known))
    };
    let odd: Vec<String> = found
        .attributes
        .iter()
        .filter(|attribute| is_true(attribute.is_required.as_deref()) && !is_known(&name(attribute)))
        .map(name)
        .collect();
    exam.require(&rules::KNOWN.check, odd.is_empty(), || {
        vec![Evidence::values(
            "Name of required attributes",
            format!("{NATURAL_PERSON}/CurrentFamilyName …"),
            odd.join(", "),
        )]
    })?;
    let formed = found.attributes.iter().all(|attribute| {
        let boolean = attribute
            .is_required
            .as_deref()
            .is_none_or(|value| matches!(value, "true" | "false" | "1" | "0"));
        attribute.name_format.as_deref() == Some(ATTRNAME_URI) && boolean
    });
    exam.require(&rules::FORMAT.check, formed, || {
        vec![Evidence::values(
            "NameFormat and isRequired",
            format!("{ATTRNAME_URI}, true or false"),
            "something else",
        )]
    })?;
    let mut names: Vec<String> = found.attributes.iter().map(name).collect();
    names.sort();
    let twice = names.windows(2).any(|pair| matches!(pair, [one, other] if one == other));
    exam.require(&rules::ONCE.check, !twice, || {
        vec![Evidence::values("requested attributes", "each once", names.join(", "))]
    })
}

fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("true" | "1"))
}

/// Whether an address is https, or leads to this machine or to a test domain.
pub fn is_safe(address: &str) -> bool {
    let host =
        address.strip_prefix("http://").map(|rest| rest.split(['/', ':', '?']).next().unwrap_or_default());
    match host {
        None => address.starts_with("https://"),
        Some(host) => {
            host == "localhost"
                || host.starts_with("127.")
                || host == "["
                || host.ends_with(".localhost")
                || host.ends_with(".test")
        }
    }
}
