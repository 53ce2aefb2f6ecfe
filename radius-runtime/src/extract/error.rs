//! Why a struct cannot be read.

use std::borrow::Cow;

use thiserror::Error;

use crate::attribute::Problem;

use super::Refusal;

/// A struct could not be read from attributes: which attribute, for which field, and what is wrong with it.
///
/// Returned by a handler it is logged, with the name of the attribute. It never holds a value, which may be secret.
#[derive(Debug, Error)]
#[error("{attribute} {problem} (field `{field}` of `{of}`)")]
#[non_exhaustive]
pub struct ExtractError {
    /// The struct.
    pub of: &'static str,
    /// Its field.
    pub field: &'static str,
    /// The attribute's name in the dictionary.
    pub attribute: Cow<'static, str>,
    /// What is wrong with it.
    pub problem: ExtractProblem,
}

/// What is wrong with the attribute of a field.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum ExtractProblem {
    /// It is not there, and the field is no `Option` and no `Vec`.
    #[error("is missing")]
    Missing,
    /// It is there and is no value of its type.
    #[error(transparent)]
    Malformed(Problem),
    /// [`FromView`](super::FromView) of the field's type does not take the value.
    #[error("is not taken: {0}")]
    Refused(Refusal),
    /// It is a TLV, and an attribute inside it is missing or wrong.
    #[error("is wrong inside: {0}")]
    Inside(Box<ExtractError>),
}
