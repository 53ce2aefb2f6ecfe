//! Why a line is no attribute.

use thiserror::Error;

use crate::attribute::AttributeError;

/// Why a line such as `Name = value` is no attribute. It never shows the value of a secret attribute.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TextError {
    /// The line is not `Name = value` or `Name:tag = value`. This is the name that it begins with, if any.
    #[error("the line of `{0}` is not of the form `Name = value` or `Name:tag = value`")]
    Syntax(String),
    /// The attribute stands in the braces of a TLV, a struct or a union that it is not part of.
    #[error("{name} does not belong into these braces")]
    Elsewhere {
        /// The attribute's name.
        name: String,
    },
    /// The dictionary has no such attribute.
    #[error("there is no attribute `{name}`{}", did_you_mean(suggestion.as_deref()))]
    UnknownAttribute {
        /// The name as it was given.
        name: String,
        /// A name in the dictionary that is near.
        suggestion: Option<String>,
    },
    /// Several attributes have this name, each in another place: the names on the way to it must be said.
    #[error("`{name}` may be {}", places.join(" or "))]
    Ambiguous {
        /// The name as it was given.
        name: String,
        /// Their full names.
        places: Vec<String>,
    },
    /// The value is neither a name nor a number that the attribute takes.
    #[error("`{text}` is no value of {name}{}", did_you_mean(suggestion.as_deref()))]
    UnknownValue {
        /// The attribute's name.
        name: String,
        /// The value as it was given.
        text: String,
        /// A value name of the attribute that is near.
        suggestion: Option<String>,
    },
    /// The value cannot be read as the attribute's type.
    #[error("{name} takes {expected}{}", found(text.as_deref()))]
    Value {
        /// The attribute's name.
        name: String,
        /// What it takes, in words.
        expected: &'static str,
        /// The value as it was given, unless the attribute is secret.
        text: Option<String>,
    },
    /// The tag is not a number from 0 to 31, or the attribute carries none.
    #[error("{name} cannot carry {}", this_tag(*tag))]
    Tag {
        /// The attribute's name.
        name: String,
        /// The tag as it was given, if it is a number and the attribute not secret.
        tag: Option<u32>,
    },
    /// The attribute cannot be sent like that.
    #[error(transparent)]
    Attribute(#[from] AttributeError),
}

fn did_you_mean(suggestion: Option<&str>) -> String {
    suggestion.map(|name| format!(", did you mean `{name}`?")).unwrap_or_default()
}

fn this_tag(tag: Option<u32>) -> String {
    tag.map_or_else(|| "a tag like this".to_owned(), |tag| format!("the tag `{tag}`"))
}

fn found(text: Option<&str>) -> String {
    text.map(|text| format!(", not `{text}`")).unwrap_or_default()
}
