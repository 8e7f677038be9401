//! Transforms: reading their declaration, and turning a target into the bytes that are hashed.

use bergshamra_xml::NodeSet;

use super::names::{DS, FILTER2};
use super::target::Target;
use super::{Fault, base64, located};
use crate::{C14n, Document, Element, Limits, Transform};

/// Most transforms of one reference.
const MOST: usize = 8;

/// Reads `ds:Transforms`.
pub(super) fn read(transforms: Option<Element<'_>>) -> Result<Vec<Transform>, Fault> {
    let Some(transforms) = transforms else { return Ok(Vec::new()) };
    let declared: Vec<_> =
        transforms.children().filter(|child| child.is(DS, "Transform")).take(MOST + 1).collect();
    if declared.len() > MOST {
        return Err(Fault::Structure(format!("a reference has more than {MOST} transforms")));
    }
    declared.into_iter().map(one).collect()
}

fn one(element: Element<'_>) -> Result<Transform, Fault> {
    let uri = element.attribute("Algorithm").unwrap_or_default();
    let known = match uri {
        "http://www.w3.org/2000/09/xmldsig#enveloped-signature" => Some(Transform::Enveloped),
        "http://www.w3.org/2000/09/xmldsig#base64" => Some(Transform::Base64),
        "http://www.w3.org/TR/1999/REC-xpath-19991116" => xpath(element),
        FILTER2 => filter2(element),
        _ => located::c14n(element).ok().map(|(method, prefixes)| Transform::C14n(method, prefixes)),
    };
    known.ok_or_else(|| match element.children().next().map(|child| child.text()) {
        Some(expression) if !expression.trim().is_empty() => {
            let shown: String = expression.trim().chars().take(120).collect();
            Fault::UnsupportedAlgorithm(format!("{uri} with „{shown}”"))
        }
        _ => Fault::UnsupportedAlgorithm(uri.to_owned()),
    })
}

/// The expressions that signers use, whatever the prefix and the spacing; there is no XPath engine behind this.
fn xpath(element: Element<'_>) -> Option<Transform> {
    let expression = element.child_in(DS, "XPath")?;
    let compact = compact(&expression.text_cow());
    if matches!(
        compact.as_str(),
        "not(ancestor-or-self::*[local-name()=\"Signature\"])"
            | "not(ancestor-or-self::*[local-name()='Signature'])"
    ) {
        return Some(Transform::XPathNotNamedSignature);
    }
    if let Some(name) = compact.strip_prefix("not(ancestor-or-self::").and_then(|rest| rest.strip_suffix(')'))
    {
        return is_signature(expression, name).then_some(Transform::XPathNotSignature);
    }
    let (name, _) = compact.strip_prefix("count(ancestor-or-self::")?.split_once('|')?;
    let spelled_out =
        format!("count(ancestor-or-self::{name}|here()/ancestor::{name}[1])>count(ancestor-or-self::{name})");
    (compact == spelled_out && is_signature(expression, name)).then_some(Transform::XPathEnveloped)
}

fn filter2(element: Element<'_>) -> Option<Transform> {
    let mut expressions = element.children().filter(|child| child.is(FILTER2, "XPath"));
    let expression = expressions.next().filter(|first| first.attribute("Filter") == Some("subtract"))?;
    if expressions.next().is_some() {
        return None;
    }
    let compact = compact(&expression.text_cow());
    let name = compact.strip_prefix("/descendant::").or_else(|| compact.strip_prefix("//"))?;
    is_signature(expression, name).then_some(Transform::Filter2SubtractSignature)
}

fn compact(expression: &str) -> String {
    expression.chars().filter(|character| !character.is_ascii_whitespace()).collect()
}

fn is_signature(expression: Element<'_>, name: &str) -> bool {
    name.split_once(':')
        .is_some_and(|(prefix, local)| local == "Signature" && expression.namespace_of(prefix) == Some(DS))
}

/// What passes from transform to transform.
enum Data<'d> {
    Nodes(Selection<'d>),
    Octets(Vec<u8>),
}

struct Selection<'d> {
    target: Target<'d>,
    without: Vec<Element<'d>>,
}

/// The bytes that a reference hashes: its target through its transforms, canonical XML 1.0 at the end if nodes are left.
pub(crate) fn apply<'d>(
    document: &'d Document<'_>,
    signature: Element<'d>,
    target: Target<'d>,
    transforms: &[Transform],
) -> Result<Vec<u8>, Fault> {
    let mut data = Data::Nodes(Selection { target, without: Vec::new() });
    for transform in transforms {
        data = match (transform, data) {
            (Transform::C14n(method, prefixes), Data::Nodes(nodes)) => {
                Data::Octets(nodes.canonical(document, *method, prefixes)?)
            }
            (Transform::C14n(method, prefixes), Data::Octets(octets)) => {
                Data::Octets(again(&octets, *method, prefixes)?)
            }
            (Transform::Base64, Data::Nodes(nodes)) => Data::Octets(decoded(&nodes.text(document))?),
            (Transform::Base64, Data::Octets(octets)) => {
                Data::Octets(decoded(&String::from_utf8_lossy(&octets))?)
            }
            (transform, Data::Nodes(mut nodes)) => {
                nodes.without.extend(removed(document, signature, transform));
                Data::Nodes(nodes)
            }
            (transform, Data::Octets(_)) => {
                return Err(Fault::Structure(format!(
                    "transform {} stands after a canonicalization, where there are no nodes left to remove; put it first",
                    transform.uri()
                )));
            }
        };
    }
    match data {
        Data::Nodes(nodes) => nodes.canonical(document, C14n::Inclusive, &[]),
        Data::Octets(octets) => Ok(octets),
    }
}

/// The canonical bytes of one element.
pub(crate) fn subtree(element: Element<'_>, method: C14n, prefixes: &[String]) -> Result<Vec<u8>, Fault> {
    element.canonical(method, prefixes).map_err(Fault::Structure)
}

impl Selection<'_> {
    fn canonical(
        &self,
        document: &Document<'_>,
        method: C14n,
        prefixes: &[String],
    ) -> Result<Vec<u8>, Fault> {
        let tree = &document.tree;
        // A method without comments drops them itself; sets without them are dearer to build.
        let comments = self.target.comments || !method.with_comments();
        let mut nodes = match (self.target.element, comments) {
            (None, true) => NodeSet::all(tree),
            (None, false) => NodeSet::all_without_comments(tree),
            (Some(element), true) => NodeSet::tree_with_comments(element.id, tree),
            (Some(element), false) => NodeSet::tree_without_comments(element.id, tree),
        };
        for element in &self.without {
            if element.id == tree.document_element().unwrap_or_else(|| tree.root()) {
                return Ok(Vec::new());
            }
            nodes = nodes.subtract(&NodeSet::tree_with_comments(element.id, tree));
        }
        method.apply(tree, Some(&nodes), prefixes).map_err(Fault::Structure)
    }

    fn text(&self, document: &Document<'_>) -> String {
        let top = self.target.element.unwrap_or_else(|| document.root());
        top.text_without(&self.without)
    }
}

fn removed<'d>(
    document: &'d Document<'_>,
    signature: Element<'d>,
    transform: &Transform,
) -> Vec<Element<'d>> {
    match transform {
        Transform::Enveloped | Transform::XPathEnveloped => vec![signature],
        Transform::XPathNotSignature | Transform::Filter2SubtractSignature => {
            outermost(document, |element| element.is(DS, "Signature"))
        }
        Transform::XPathNotNamedSignature => outermost(document, |element| element.local() == "Signature"),
        Transform::Base64 | Transform::C14n(..) => Vec::new(),
    }
}

fn outermost<'d>(document: &'d Document<'_>, wanted: impl Fn(Element<'d>) -> bool) -> Vec<Element<'d>> {
    let mut found: Vec<Element<'d>> = Vec::new();
    for element in document.root().descendants() {
        if wanted(element) && !found.last().is_some_and(|last| last.holds(element.id)) {
            found.push(element);
        }
    }
    found
}

fn again(octets: &[u8], method: C14n, prefixes: &[String]) -> Result<Vec<u8>, Fault> {
    let document = Document::parse(octets, Limits::MESSAGE).map_err(|error| {
        Fault::Structure(format!(
            "a canonicalization stands after a transform whose output is no document: {error}"
        ))
    })?;
    method.apply(&document.tree, None, prefixes).map_err(Fault::Structure)
}

fn decoded(text: &str) -> Result<Vec<u8>, Fault> {
    base64::decode(text)
        .map_err(|error| Fault::Structure(format!("the base64 transform met text that is {error}")))
}
