//! What `clone=`, `enum=` and `ref=` refer to.

use crate::diagnostic::{Code, Diagnostic, Report, quote};
use crate::lexer::Token;
use crate::source::Span;
use crate::suggest::Suggest;

use super::Resolver;
use super::find::{MOST_ALIASES, Node, PACKET, Walk};
use super::place::Space;

/// A path, and where it leads from.
#[derive(Clone, Debug)]
pub(super) struct Reference {
    pub(super) from: Node,
    /// Empty for the packet as a whole.
    pub(super) path: Box<[u8]>,
    /// The path in the line.
    pub(super) span: Span,
}

/// What stands behind `=`.
pub(super) enum Target {
    Radius(Reference),
    /// Something of another protocol.
    Foreign,
}

impl Resolver {
    /// Reads a reference of an attribute in this space: `.A.B` leads from what stands beside it, each further dot from one
    /// level further out, and `@.A.B` from the packet.
    pub(super) fn reference(&self, token: &Token<'_>, space: Space) -> Result<Target, Box<Diagnostic>> {
        let invalid = |label: &str| {
            let message = format!("{} is no reference", quote(token.text));
            Box::new(
                Diagnostic::new(Code::InvalidReference, message)
                    .at(token.span, label)
                    .help("write `.Name` for an attribute beside this one, `@.Name` for one of the packet"),
            )
        };
        let (from, start) = match token.text {
            [b'@', rest @ ..] => {
                let end = rest.iter().position(|&b| b == b'.').unwrap_or(rest.len());
                let protocol = token.part(1, 1 + end);
                if !protocol.text.is_empty() && !protocol.is("RADIUS") {
                    return Ok(Target::Foreign);
                }
                (Some(PACKET), end + 2)
            }
            [b'.', ..] => {
                let dots = token.text.iter().take_while(|&&b| b == b'.').count();
                // Deeper than anything can stand it leads nowhere anyway.
                let outer = std::iter::successors(Some(Node::Space(space, None)), |node| self.outside(*node));
                (outer.take(64).nth(dots - 1), dots)
            }
            _ => return Err(invalid("expected a dot or `@` in front of the name")),
        };
        let path = token.part(start.min(token.text.len()), token.text.len());
        let is_root =
            path.text.is_empty() && token.text.first() == Some(&b'@') && !token.text.ends_with(b".");
        if !is_root && path.text.split(|&b| b == b'.').any(<[u8]>::is_empty) {
            return Err(invalid("a name is missing between or behind dots"));
        }
        let Some(from) = from else { return Err(invalid("its dots lead out of the packet")) };
        Ok(Target::Radius(Reference { from, path: path.text.into(), span: path.span }))
    }

    /// What the reference leads to. None if that does not exist.
    pub(super) fn referred(&self, reference: &Reference) -> Walk {
        if reference.path.is_empty() {
            return Walk::At(PACKET);
        }
        self.walk(reference.from, &reference.path)
    }

    /// Reports that a reference does not lead to an attribute.
    pub(super) fn report_reference(
        &self,
        reference: &Reference,
        walk: &Walk,
        suggest: &mut Suggest,
        report: &mut Report,
    ) {
        let Reference { path, span, .. } = reference;
        report.push(match walk {
            Walk::Broken => return,
            _ if self.has_broken_part(path) => return,
            Walk::Nothing { start, end, inside } => {
                let label = "no line defines it".to_owned();
                self.unknown_part(path, *span, *start..*end, *inside, label, suggest)
            }
            Walk::Circular => circular(path, *span),
            Walk::TooManyAliases => {
                let message = format!("{} leads through more than {MOST_ALIASES} aliases", quote(path));
                Diagnostic::new(Code::InvalidAlias, message).at(*span, "name the attribute itself")
            }
            Walk::At(_) => Diagnostic::new(Code::WrongReference, format!("{} is no attribute", quote(path)))
                .at(*span, "expected an attribute"),
        });
    }
}

/// The complaint about a name that leads to itself.
pub(super) fn circular(path: &[u8], span: Span) -> Diagnostic {
    Diagnostic::new(Code::CircularReference, format!("{} leads to itself", quote(path)))
        .at(span, "it never comes to an end")
}

/// The complaint about a reference to another protocol.
pub(super) fn foreign(token: &Token<'_>) -> Diagnostic {
    Diagnostic::new(
        Code::WrongReference,
        format!("{} refers to another protocol than RADIUS", quote(token.text)),
    )
    .at(token.span, "the dictionaries of other protocols are not read")
}

#[cfg(test)]
mod tests {
    use crate::Code;
    use crate::testing::{dictionary, problems, values};

    const ENUMS: &str = "VENDOR V 9\nATTRIBUTE A 1 byte\nVALUE A packet 1\nBEGIN-VENDOR V\nATTRIBUTE A 1 byte\nVALUE A vendor 1\n\
        ATTRIBUTE T 5 tlv\nATTRIBUTE A .1 byte\nVALUE A outer 1\nATTRIBUTE U 5.2 tlv\nATTRIBUTE A .1 byte\nVALUE A inner 1\n";

    #[test]
    fn each_dot_leads_one_level_out_and_an_at_sign_to_the_packet() {
        for (reference, expected) in [
            (".A", "inner"),
            ("..A", "outer"),
            ("...A", "vendor"),
            ("..1", "outer"),
            ("...T.U.A", "inner"),
            (".....A", "packet"),
            ("....v.A", "vendor"),
            ("@.A", "packet"),
            ("@RADIUS.A", "packet"),
            ("@radius.Vendor-Specific.V.A", "vendor"),
            ("@.26.9.5.1", "outer"),
        ] {
            let text = format!("{ENUMS}ATTRIBUTE B .2 byte enum={reference}\nEND-VENDOR V\n");
            assert_eq!(values(dictionary(&text).attributes.last().unwrap()), [format!("{expected}=1*")]);
        }
    }

    #[test]
    fn what_is_no_reference_is_an_error() {
        for (reference, code) in [
            ("A", Code::InvalidReference),
            (".", Code::InvalidReference),
            (".A.", Code::InvalidReference),
            (".A..B", Code::InvalidReference),
            ("@.", Code::InvalidReference),
            ("@.A.", Code::InvalidReference),
            ("......A", Code::InvalidReference),
            (
                "...............................................................................A",
                Code::InvalidReference,
            ),
            ("@DHCPv4.A", Code::WrongReference),
            ("@", Code::WrongReference),
            ("....V", Code::WrongReference),
            (".X", Code::UnknownAttribute),
            ("@.A.B", Code::UnknownAttribute),
            ("@.26.8.A", Code::UnknownAttribute),
        ] {
            let text = format!("{ENUMS}ATTRIBUTE B .2 byte enum={reference}\nEND-VENDOR V\n");
            assert_eq!(problems(&text), [(code, 13)], "{reference}");
        }
    }
}
