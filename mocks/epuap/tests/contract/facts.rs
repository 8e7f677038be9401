//! What a WSDL or XSD says, as lines that can be compared whatever prefixes, order and spelling it has.

use std::collections::BTreeSet;

use poligon_crypto::{Document, Element, Limits};

const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
const SOAP: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
const XSD: &str = "http://www.w3.org/2001/XMLSchema";

/// The facts of a document. The XML declaration is left out: one published file declares another encoding and is ASCII.
pub fn facts(text: &str) -> BTreeSet<String> {
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let text = match text.strip_prefix("<?xml") {
        Some(rest) => rest.split_once("?>").map_or(rest, |(_, rest)| rest),
        None => text,
    };
    let document =
        Document::parse(text.as_bytes(), Limits::MESSAGE).unwrap_or_else(|why| panic!("{why}: {text}"));
    let mut facts = BTreeSet::new();
    for element in document.root().descendants() {
        if element.is(XSD, "schema") {
            schema(element, &mut facts);
        } else if element.is(WSDL, "message") {
            let parts: Vec<String> = element
                .children()
                .filter(|part| part.is(WSDL, "part"))
                .map(|part| {
                    format!(
                        "{}={}",
                        name(part),
                        qualified(part, part.attribute("element").unwrap_or_default())
                    )
                })
                .collect();
            facts.insert(format!("message {}: {}", name(element), parts.join(" ")));
        } else if element.is(WSDL, "portType") {
            element
                .children()
                .filter(|child| child.is(WSDL, "operation"))
                .for_each(|one| ports(one, &mut facts));
        } else if element.is(WSDL, "binding") {
            facts.insert(format!("binding {} of {}", name(element), local(element.attribute("type"))));
            element
                .children()
                .filter(|child| child.is(WSDL, "operation"))
                .for_each(|one| bound(one, &mut facts));
        } else if element.is(WSDL, "service") {
            let port =
                element.children().find(|child| child.is(WSDL, "port")).map(|port| name(port).to_owned());
            facts.insert(format!("service {} port {}", name(element), port.unwrap_or_default()));
        }
    }
    facts
}

fn schema(schema: Element<'_>, facts: &mut BTreeSet<String>) {
    for child in schema.children() {
        let content = match child.local() {
            "complexType" | "simpleType" => content(child),
            "element" => match child.children().find(|inside| inside.is(XSD, "complexType")) {
                Some(inside) => content(inside),
                None => kind(child),
            },
            _ => continue,
        };
        facts.insert(format!("{} {}: {content}", child.local(), name(child)));
    }
}

/// Extension, facets and the elements in their order.
fn content(of: Element<'_>) -> String {
    let mut lines = Vec::new();
    for element in of.descendants() {
        match element.local() {
            "extension" => lines.push(format!("extends {}", local(element.attribute("base")))),
            "enumeration" | "maxLength" => {
                lines.push(format!("{} {}", element.local(), element.attribute("value").unwrap_or_default()));
            }
            "element" if element.namespace() == Some(XSD) => {
                let marks = [("minOccurs", "1"), ("maxOccurs", "1"), ("nillable", "false"), ("default", "")];
                let marks = marks.map(|(mark, usual)| element.attribute(mark).unwrap_or(usual));
                lines.push(format!("{} {} {}", name(element), kind(element), marks.join(",")));
            }
            _ => {}
        }
    }
    lines.join("; ")
}

/// The type, and the content type of binary content.
fn kind(element: Element<'_>) -> String {
    let binary = element.attributes().find(|(_, name, _)| *name == "expectedContentTypes");
    let binary = binary.map(|(_, _, value)| format!(" ({value})")).unwrap_or_default();
    format!("{}{binary}", local(element.attribute("type")))
}

fn ports(operation: Element<'_>, facts: &mut BTreeSet<String>) {
    for child in operation.children().filter(|child| child.local() != "documentation") {
        let message = local(child.attribute("message"));
        let fault = if child.local() == "fault" { format!(" {}", name(child)) } else { String::new() };
        facts.insert(format!("operation {} {}{fault}: {message}", name(operation), child.local()));
    }
}

fn bound(operation: Element<'_>, facts: &mut BTreeSet<String>) {
    let action = operation.descendants().find(|element| element.is(SOAP, "operation"));
    let action = action.and_then(|action| action.attribute("soapAction")).unwrap_or_default().to_owned();
    let input = operation.children().find(|child| child.is(WSDL, "input"));
    let headers: Vec<&str> = input
        .into_iter()
        .flat_map(|input| input.children())
        .filter(|child| child.is(SOAP, "header"))
        .map(|header| header.attribute("part").unwrap_or_default())
        .collect();
    facts.insert(format!("bound {} action „{action}” headers {}", name(operation), headers.join(" ")));
}

fn name(element: Element<'_>) -> &str {
    element.attribute("name").unwrap_or_default()
}

fn local(name: Option<&str>) -> &str {
    let name = name.unwrap_or_default();
    name.rsplit(':').next().unwrap_or(name)
}

/// `{namespace}local` of a prefixed name.
fn qualified(at: Element<'_>, name: &str) -> String {
    let (prefix, local) = name.split_once(':').unwrap_or(("", name));
    format!("{{{}}}{local}", at.namespace_of(prefix).unwrap_or_default())
}
