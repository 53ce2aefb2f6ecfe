//! The structure of the vector files; README.md beside them says what each field means.

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct File {
    pub(crate) vector: Vec<Vector>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Vector {
    pub(crate) name: String,
    pub(crate) rfc: String,
    #[serde(default)]
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
    pub(crate) password: Option<String>,
    pub(crate) chap: Option<Chap>,
    pub(crate) authenticator: Option<String>,
    #[serde(default)]
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) nai: Option<Name>,
    pub(crate) request: Option<Packet>,
    pub(crate) response: Option<Packet>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Name {
    pub(crate) name: String,
    pub(crate) valid: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Chap {
    pub(crate) identifier: u8,
    pub(crate) challenge: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Packet {
    pub(crate) octets: String,
    pub(crate) trailing: Option<String>,
    #[serde(default)]
    pub(crate) signed: Vec<Signed>,
    #[serde(default)]
    pub(crate) expect: Vec<Outcome>,
    pub(crate) eap_length: Option<usize>,
    /// Of RADIUS/1.1: it holds something that its receiver ignores and its sender does not send.
    #[serde(default)]
    pub(crate) ignored: bool,
    pub(crate) attributes: Option<Vec<Attribute>>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Signed {
    Authenticator,
    MessageAuthenticator,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Outcome {
    pub(crate) transport: Option<Transport>,
    pub(crate) require_message_authenticator: Option<bool>,
    pub(crate) limit_proxy_state: Option<bool>,
    pub(crate) disposition: Disposition,
    pub(crate) reason: Option<String>,
    pub(crate) offset: Option<usize>,
    pub(crate) error_cause: Option<u32>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Transport {
    Datagram,
    Stream,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Disposition {
    Accept,
    Discard,
    Close,
    NoAnswer,
    ProtocolError,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Attribute {
    #[serde(rename = "type")]
    pub(crate) number: u8,
    pub(crate) hex: String,
    pub(crate) name: Option<String>,
    pub(crate) vendor: Option<VendorAttribute>,
    pub(crate) tag: Option<u8>,
    pub(crate) value: Option<String>,
    pub(crate) hidden: Option<Hidden>,
    #[serde(default)]
    pub(crate) invalid: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VendorAttribute {
    pub(crate) id: u32,
    #[serde(rename = "type")]
    pub(crate) number: u32,
    pub(crate) hex: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Hidden {
    pub(crate) method: Method,
    pub(crate) salt: Option<String>,
    pub(crate) clear: String,
    pub(crate) value: Option<String>,
}

#[derive(Clone, Copy, Debug, Deserialize, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Method {
    UserPassword,
    TunnelPassword,
}

/// The octets that lower-case hexadecimal digits stand for.
pub(crate) fn octets(hex: &str) -> Vec<u8> {
    assert!(hex.len().is_multiple_of(2) && !hex.bytes().any(|digit| digit.is_ascii_uppercase()), "{hex}");
    hex.as_bytes()
        .chunks(2)
        .map(|pair| {
            let pair = std::str::from_utf8(pair).unwrap();
            u8::from_str_radix(pair, 16).unwrap_or_else(|_| panic!("{pair} is not hexadecimal"))
        })
        .collect()
}
