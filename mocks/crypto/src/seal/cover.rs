//! Whether what was signed is what will be read. A signature can be perfectly well and sign something else (wrapping).

use super::located::Located;
use super::names::{DS, XADES};
use super::target::Target;
use super::{Cover, Fault, Form};
use crate::{Document, Element, Transform};

/// What a consumer reads when the whole document is to be signed: the document element; in an enveloping signature, the
/// one element in the one ds:Object that is not the XAdES properties.
pub fn payload<'d>(document: &'d Document<'_>) -> Option<Element<'d>> {
    let root = document.root();
    if !root.is(DS, "Signature") {
        return Some(root);
    }
    only_element(carrier(root).ok()?)
}

/// Where the signature sits in relation to what it signs.
pub(super) fn form(located: &Located<'_>, targets: &[Option<Target<'_>>]) -> Form {
    let is_payload = |object: &Element<'_>| object.is(DS, "Object") && !is_properties(*object);
    let mut form = Form::Detached;
    for target in targets.iter().flatten() {
        match target.element {
            None => return Form::Enveloped,
            Some(element) if element.id != located.signature.id && element.holds(located.signature.id) => {
                return Form::Enveloped;
            }
            Some(element) => {
                if located.signature.children().filter(is_payload).any(|object| object.holds(element.id)) {
                    form = Form::Enveloping;
                }
            }
        }
    }
    form
}

/// Compares what the references cover with what is consumed.
pub(super) fn check(
    document: &Document<'_>,
    located: &Located<'_>,
    targets: &[Option<Target<'_>>],
    cover: &Cover,
) -> Result<String, Fault> {
    let whole = |wanted: Element<'_>| {
        let covered = located.references.iter().zip(targets).any(|(reference, target)| {
            keeps_structure(reference.transforms.as_deref().unwrap_or_default(), wanted, located.signature)
                && target.is_some_and(|target| target.element.is_none_or(|element| element.holds(wanted.id)))
        });
        let inside = located.signature.holds(wanted.id) && !document.root().is(DS, "Signature");
        match covered && !inside {
            true => Ok(()),
            false => {
                Err(Fault::NotCovered(format!("{} (line {}) is not signed", wanted.path(), wanted.line())))
            }
        }
    };
    match cover {
        Cover::Anything => Ok("coverage is not asked for".to_owned()),
        Cover::Root => {
            let wanted = match document.root() {
                root if root.is(DS, "Signature") => enveloped_in(carrier(root)?, targets),
                root => root,
            };
            whole(wanted).map(|()| format!("{} is signed as a whole", wanted.path()))
        }
        Cover::Paths(paths) => {
            for path in paths {
                whole(at(document, path)?)?;
            }
            Ok(format!("{} signed", paths.join(", ")))
        }
    }
}

/// The ds:Object of an enveloping signature that is not the XAdES properties; there must be one.
fn carrier(signature: Element<'_>) -> Result<Element<'_>, Fault> {
    let mut objects =
        signature.children().filter(|child| child.is(DS, "Object")).filter(|object| !is_properties(*object));
    let first = objects.next().ok_or_else(|| {
        Fault::NotCovered("the enveloping signature has no ds:Object with a document".to_owned())
    })?;
    match objects.next() {
        None => Ok(first),
        Some(second) => Err(Fault::NotCovered(format!(
            "the enveloping signature has a second ds:Object with a document (line {})",
            second.line()
        ))),
    }
}

/// A signature may cover the ds:Object or, as well, the only element in it.
fn enveloped_in<'d>(object: Element<'d>, targets: &[Option<Target<'_>>]) -> Element<'d> {
    let Some(inner) = only_element(object) else { return object };
    let is_target = |target: &Target<'_>| target.element.is_some_and(|element| element.id == inner.id);
    match targets.iter().flatten().any(is_target) {
        true => inner,
        false => object,
    }
}

fn only_element(object: Element<'_>) -> Option<Element<'_>> {
    let mut children = object.children();
    let first = children.next()?;
    children.next().is_none().then_some(first)
}

fn is_properties(object: Element<'_>) -> bool {
    object.children().any(|child| child.is(XADES, "QualifyingProperties"))
}

/// base64 hashes text only, so elements could be moved freely; removing signatures must not remove what is read.
fn keeps_structure(transforms: &[Transform], wanted: Element<'_>, signature: Element<'_>) -> bool {
    transforms.iter().all(|transform| match transform {
        Transform::Base64 => wanted.children().next().is_none(),
        Transform::C14n(..) => true,
        // In an enveloping signature they take out the document with the signature.
        Transform::Enveloped | Transform::XPathEnveloped => !signature.holds(wanted.id),
        Transform::Filter2SubtractSignature | Transform::XPathNotSignature => {
            !has_ancestor(wanted, |element| element.is(DS, "Signature"))
        }
        // An element of that name in the consumer's own namespace would be unsigned.
        Transform::XPathNotNamedSignature => {
            let named =
                |element: Element<'_>| element.local() == "Signature" && element.namespace() != Some(DS);
            !has_ancestor(wanted, |element| element.local() == "Signature")
                && !wanted.descendants().any(named)
        }
    })
}

fn has_ancestor(element: Element<'_>, wanted: impl Fn(Element<'_>) -> bool) -> bool {
    let mut here = Some(element);
    while let Some(element) = here {
        if wanted(element) {
            return true;
        }
        here = element.parent();
    }
    false
}

/// The one element at a path of local names; two would let verifier and consumer pick different ones.
fn at<'d>(document: &'d Document<'_>, path: &str) -> Result<Element<'d>, Fault> {
    let mut steps = path.split('/').filter(|step| !step.is_empty());
    let mut here = document.root();
    let missing = || Fault::NotCovered(format!("there is no {path} in the document"));
    if steps.next() != Some(here.local()) {
        return Err(missing());
    }
    for step in steps {
        let mut found = here.children().filter(|child| child.local() == step);
        here = found.next().ok_or_else(missing)?;
        if let Some(second) = found.next() {
            return Err(Fault::NotCovered(format!(
                "a second {} stands in line {}; which one is meant is open, send one",
                second.path(),
                second.line()
            )));
        }
    }
    Ok(here)
}
