//! XML Schema from lines. A line is a type, `Name = child type marks, …` or `Name : Base = …`, or an element, `@Name type marks`
//! or `@Name = child type marks, …`.
//!
//! Types: `string`, `int`, … of XML Schema; with a capital letter or `t:` before it, those of the same schema; `string<=100` and
//! `A|B|C` are simple ones. Marks: `?` optional, `~` nillable, `*` any number, `(…)` the content type of binary content (xmime),
//! `[…]` the default. Child elements are in no namespace.

/// Namespace of the content types of binary content.
const XMIME: &str = "http://www.w3.org/2005/05/xmlmime";

/// The schema of a namespace as XML.
pub fn xsd(namespace: &str, remark: &str, lines: &str) -> String {
    format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{}\n", schema(namespace, remark, lines))
}

/// The same as an element, to stand in a WSDL.
pub fn schema(namespace: &str, remark: &str, lines: &str) -> String {
    let declared: String =
        lines.lines().map(str::trim).filter(|line| !line.is_empty()).map(declaration).collect();
    format!(
        "<xsd:schema xmlns:xsd=\"http://www.w3.org/2001/XMLSchema\" xmlns:t=\"{namespace}\" xmlns:xmime=\"{XMIME}\" \
         targetNamespace=\"{namespace}\">\n<!-- {remark} -->\n{declared}</xsd:schema>"
    )
}

fn declaration(line: &str) -> String {
    let (head, content) = match line.split_once('=') {
        Some((head, content)) => (head.trim(), Some(content.trim())),
        None => (line, None),
    };
    if let Some(element) = head.strip_prefix('@') {
        return match content {
            None => element_of(element) + "\n",
            Some(children) => format!(
                "<xsd:element name=\"{}\"><xsd:complexType>{}</xsd:complexType></xsd:element>\n",
                element.trim(),
                sequence(children)
            ),
        };
    }
    let content = content.unwrap_or_default();
    let (name, base) = match head.split_once(':') {
        Some((name, base)) => (name.trim(), Some(base.trim())),
        None => (head, None),
    };
    if let Some(simple) = simple(content) {
        return format!(
            "<xsd:simpleType name=\"{name}\"><xsd:restriction base=\"xsd:string\">{simple}</xsd:restriction></xsd:simpleType>\n"
        );
    }
    let content = match base {
        Some(base) => {
            let extended = if content.is_empty() { String::new() } else { sequence(content) };
            format!(
                "<xsd:complexContent><xsd:extension base=\"t:{base}\">{extended}</xsd:extension></xsd:complexContent>"
            )
        }
        None => sequence(content),
    };
    format!("<xsd:complexType name=\"{name}\">{content}</xsd:complexType>\n")
}

/// The facets of a simple type; `None` when the content is no simple type.
fn simple(content: &str) -> Option<String> {
    if content == "string" {
        return Some(String::new());
    }
    if let Some(most) = content.strip_prefix("string<=") {
        return Some(format!("<xsd:maxLength value=\"{}\"/>", most.trim()));
    }
    content.contains('|').then(|| {
        content.split('|').map(|one| format!("<xsd:enumeration value=\"{}\"/>", one.trim())).collect()
    })
}

fn sequence(children: &str) -> String {
    let children: String =
        children.split(',').map(str::trim).filter(|child| !child.is_empty()).map(element_of).collect();
    format!("<xsd:sequence>{children}</xsd:sequence>")
}

/// `name type marks`.
fn element_of(text: &str) -> String {
    let mut words = text.split_whitespace();
    let (name, kind) = (words.next().unwrap_or_default(), words.next().unwrap_or("string"));
    let attributes: String = words.map(mark).collect();
    let own = kind.starts_with(|c: char| c.is_ascii_uppercase());
    let kind = match kind.strip_prefix("t:") {
        Some(kind) => format!("t:{kind}"),
        None if own => format!("t:{kind}"),
        None => format!("xsd:{kind}"),
    };
    format!("<xsd:element name=\"{name}\" type=\"{kind}\"{attributes}/>")
}

fn mark(mark: &str) -> String {
    let inside = |open: char, close: char| mark.strip_prefix(open).and_then(|mark| mark.strip_suffix(close));
    if let Some(content) = inside('(', ')') {
        return format!(" xmime:expectedContentTypes=\"{content}\"");
    }
    if let Some(value) = inside('[', ']') {
        return format!(" default=\"{value}\"");
    }
    match mark {
        "?" => " minOccurs=\"0\"",
        "*" => " minOccurs=\"0\" maxOccurs=\"unbounded\"",
        "~" => " nillable=\"true\"",
        _ => "",
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_become_types_and_elements() {
        let xml = xsd(
            "urn:a",
            "r",
            "StatusTyp = kod int, komunikat string ~\n IdTyp = string<=100\n B : StatusTyp = x string ?\n@Status StatusTyp\n",
        );
        assert!(
            xml.contains("<xsd:element name=\"komunikat\" type=\"xsd:string\" nillable=\"true\"/>"),
            "{xml}"
        );
        assert!(xml.contains("<xsd:maxLength value=\"100\"/>"), "{xml}");
        assert!(xml.contains("<xsd:extension base=\"t:StatusTyp\">"), "{xml}");
        assert!(xml.contains("<xsd:element name=\"Status\" type=\"t:StatusTyp\"/>"), "{xml}");
    }
}
