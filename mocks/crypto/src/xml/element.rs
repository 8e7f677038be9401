//! One element: its name, attributes, children, text and place.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use bergshamra_xml::NodeSet;
use uppsala::{NodeId, NodeKind};

use crate::C14n;

/// One element of a document.
#[derive(Clone, Copy, Debug)]
pub struct Element<'d> {
    pub(crate) tree: &'d uppsala::Document<'d>,
    pub(crate) id: NodeId,
}

impl<'d> Element<'d> {
    /// The namespace URI; `None` for no namespace.
    pub fn namespace(&self) -> Option<&'d str> {
        self.tree.element(self.id)?.name.namespace_uri.as_deref().filter(|uri| !uri.is_empty())
    }

    /// The local name.
    pub fn local(&self) -> &'d str {
        self.tree.element(self.id).map_or("", |element| &element.name.local_name)
    }

    /// Whether this element has this namespace URI and local name.
    pub fn is(&self, namespace: &str, local: &str) -> bool {
        self.local() == local && self.namespace() == Some(namespace)
    }

    /// An attribute in no namespace.
    pub fn attribute(&self, local: &str) -> Option<&'d str> {
        self.attributes()
            .find(|(namespace, name, _)| namespace.is_none() && *name == local)
            .map(|(_, _, value)| value)
    }

    /// An attribute in a namespace: `wsu:Id`, `xml:id`.
    pub fn attribute_in(&self, namespace: &str, local: &str) -> Option<&'d str> {
        self.attributes()
            .find(|(uri, name, _)| *uri == Some(namespace) && *name == local)
            .map(|(_, _, value)| value)
    }

    /// All attributes but namespace declarations: namespace URI, local name, value.
    pub fn attributes(&self) -> impl Iterator<Item = (Option<&'d str>, &'d str, &'d str)> + use<'d> {
        let attributes =
            self.tree.element(self.id).map(|element| element.attributes.as_slice()).unwrap_or_default();
        attributes.iter().map(|attribute| {
            let namespace = attribute.name.namespace_uri.as_deref().filter(|uri| !uri.is_empty());
            (namespace, &*attribute.name.local_name, &*attribute.value)
        })
    }

    /// The namespace URI that a prefix is bound to here (`""` for the default namespace).
    pub fn namespace_of(&self, prefix: &str) -> Option<&'d str> {
        let mut here = Some(*self);
        while let Some(element) = here {
            let declarations =
                self.tree.element(element.id).map(|element| element.namespace_declarations.as_slice());
            let declared = declarations.unwrap_or_default().iter().find(|(declared, _)| declared == prefix);
            if let Some((_, uri)) = declared {
                return Some(uri).filter(|uri| !uri.is_empty()).map(|uri| &**uri);
            }
            here = element.parent();
        }
        None
    }

    /// The element around this one; `None` for the document element.
    pub fn parent(&self) -> Option<Element<'d>> {
        let parent = self.tree.parent(self.id)?;
        self.tree.element(parent)?;
        Some(Self { tree: self.tree, id: parent })
    }

    /// The child elements, in document order.
    pub fn children(&self) -> impl Iterator<Item = Element<'d>> + use<'d> {
        let tree = self.tree;
        tree.children_iter(self.id)
            .filter(move |id| matches!(tree.node_kind(*id), Some(NodeKind::Element(_))))
            .map(move |id| Element { tree, id })
    }

    /// The first child element of this name, in this element's own namespace.
    pub fn child(&self, local: &str) -> Option<Element<'d>> {
        let namespace = self.namespace();
        self.children().find(|child| child.local() == local && child.namespace() == namespace)
    }

    /// The first child element of this namespace URI and name.
    pub fn child_in(&self, namespace: &str, local: &str) -> Option<Element<'d>> {
        self.children().find(|child| child.is(namespace, local))
    }

    /// This element and all elements below it, in document order.
    pub fn descendants(&self) -> impl Iterator<Item = Element<'d>> + use<'d> {
        let (tree, top) = (self.tree, self.id);
        let mut next = Some(top);
        std::iter::from_fn(move || {
            loop {
                let here = next?;
                next = following(tree, here, top);
                if matches!(tree.node_kind(here), Some(NodeKind::Element(_))) {
                    return Some(Element { tree, id: here });
                }
            }
        })
    }

    /// All text and CDATA below this element joined, comments and processing instructions left out.
    pub fn text(&self) -> String {
        self.text_cow().into_owned()
    }

    /// As [`Element::text`], borrowed when it is one piece.
    pub fn text_cow(&self) -> Cow<'d, str> {
        let mut joined = Cow::Borrowed("");
        let mut next = following(self.tree, self.id, self.id);
        while let Some(here) = next {
            if let Some(piece) = self.tree.text_content(here) {
                match joined.is_empty() {
                    true => joined = Cow::Borrowed(piece),
                    false => joined.to_mut().push_str(piece),
                }
            }
            next = following(self.tree, here, self.id);
        }
        joined
    }

    /// As [`Element::text`], without the text below some elements.
    pub(crate) fn text_without(&self, without: &[Element<'_>]) -> String {
        let mut joined = String::new();
        let mut next = following(self.tree, self.id, self.id);
        while let Some(here) = next {
            if let Some(piece) = self.tree.text_content(here)
                && !without.iter().any(|element| element.holds(here))
            {
                joined.push_str(piece);
            }
            next = following(self.tree, here, self.id);
        }
        joined
    }

    /// Its canonical bytes, with everything below it. `prefixes` is the PrefixList of an exclusive method.
    ///
    /// # Errors
    /// One sentence, when there is no canonical form (a relative namespace URI).
    pub fn canonical(&self, method: C14n, prefixes: &[String]) -> Result<Vec<u8>, String> {
        let nodes = NodeSet::tree_with_comments(self.id, self.tree);
        method.apply(self.tree, Some(&nodes), prefixes)
    }

    /// The bytes of the document that it was written in, from the start of its start tag to the end of its end tag.
    pub fn range(&self) -> Option<Range<usize>> {
        self.tree.node_range(self.id)
    }

    /// Line of the start tag, from 1.
    pub fn line(&self) -> usize {
        self.tree.node_line(self.id)
    }

    /// Where it stands: `/AuthTokenRequest/ContextIdentifier/Nip`, positions (`[2]`) where siblings share the name.
    pub fn path(&self) -> String {
        let mut steps = Vec::new();
        let mut here = Some(*self);
        while let Some(element) = here {
            steps.push(element.step());
            here = element.parent();
        }
        steps.iter().rev().fold(String::new(), |mut path, step| {
            let _ = write!(path, "/{step}");
            path
        })
    }

    /// Whether `other` is this element or stands below it.
    pub(crate) fn holds(&self, other: NodeId) -> bool {
        let mut here = Some(other);
        while let Some(id) = here {
            if id == self.id {
                return true;
            }
            here = self.tree.parent(id);
        }
        false
    }

    fn step(&self) -> String {
        let local = self.local();
        let Some(parent) = self.parent() else { return local.to_owned() };
        let mut same = parent.children().filter(|sibling| sibling.local() == local);
        let position = same.by_ref().position(|sibling| sibling.id == self.id).unwrap_or_default();
        if position == 0 && same.next().is_none() {
            return local.to_owned();
        }
        format!("{local}[{}]", position + 1)
    }
}

/// The node after `here` in document order, within the subtree of `top`.
fn following(tree: &uppsala::Document<'_>, here: NodeId, top: NodeId) -> Option<NodeId> {
    if let Some(child) = tree.first_child(here) {
        return Some(child);
    }
    let mut here = here;
    while here != top {
        if let Some(sibling) = tree.next_sibling(here) {
            return Some(sibling);
        }
        here = tree.parent(here)?;
    }
    None
}

#[cfg(test)]
mod tests {
    use crate::{Document, Limits};

    const TEXT: &[u8] = b"<a xmlns='urn:a' xmlns:p='urn:p' p:k='1' k='2'>\n<b/><b>x<!-- no -->y<![CDATA[<z>]]><?no?></b><p:b/></a>";

    #[test]
    fn names_attributes_and_text_are_read() {
        let document = Document::parse(TEXT, Limits::MESSAGE).expect("well-formed");
        let root = document.root();
        assert!(root.is("urn:a", "a"));
        assert_eq!(root.attribute("k"), Some("2"));
        assert_eq!(root.attribute_in("urn:p", "k"), Some("1"));
        assert_eq!(root.children().count(), 3);
        let second = root.children().nth(1).expect("second child");
        assert_eq!(second.text(), "xy<z>");
        assert_eq!(second.path(), "/a/b[2]");
        assert_eq!(second.line(), 2);
        assert_eq!(second.namespace_of("p"), Some("urn:p"));
        assert_eq!(second.namespace_of("q"), None);
        assert_eq!(document.at("/a/b[2]").map(|found| found.line()), Some(2));
        assert!(document.at("/a/b[4]").is_none() && document.at("/b").is_none());
        assert_eq!(root.descendants().count(), 4);
        assert_eq!(root.path(), "/a");
        assert_eq!(root.child("b").map(|child| child.path()), Some("/a/b[1]".to_owned()));
        assert!(root.child_in("urn:p", "b").is_some());
    }

    #[test]
    fn a_comment_does_not_cut_text_short() {
        let document =
            Document::parse(b"<a>user@x<!---->.evil.com</a>", Limits::MESSAGE).expect("well-formed");
        assert_eq!(document.root().text(), "user@x.evil.com");
    }
}
