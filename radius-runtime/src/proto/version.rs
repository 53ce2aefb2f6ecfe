//! Which version of RADIUS both ends of a TLS connection speak (RFC 9765 §3.3).

use std::fmt;

/// The name of RADIUS over TLS as of old in TLS's application protocol negotiation.
pub const ALPN_1_0: &[u8] = b"radius/1.0";
/// The name of RADIUS/1.1.
pub const ALPN_1_1: &[u8] = b"radius/1.1";

/// A version of RADIUS over TLS.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RadiusVersion {
    /// As of old, with MD5 and the secret `radsec` inside TLS (RFC 6614).
    V1_0,
    /// Without MD5 (RFC 9765).
    V1_1,
}

impl fmt::Display for RadiusVersion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::V1_0 => "1.0",
            Self::V1_1 => "1.1",
        })
    }
}

/// The versions that one end speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RadiusVersions {
    /// 1.0, without saying so: the other end learns nothing of versions, as from equipment that is older than RFC 9765.
    Unnamed,
    /// 1.0 only.
    Only1_0,
    /// 1.1 where the other end speaks it, else 1.0.
    #[default]
    Both,
    /// 1.1 only: whoever does not speak it is turned away.
    Only1_1,
}

/// What a server makes of a client's offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ServerChoice {
    /// The connection carries this version.
    Speak(RadiusVersion),
    /// They have none in common: TLS ends with the alert `no_application_protocol`.
    Alert,
    /// The client offered nothing and so cannot be told by an alert: a Protocol-Error may tell it, then the connection is
    /// closed.
    Close,
}

/// The server chose nothing where RADIUS/1.1 was demanded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the server does not speak RADIUS/1.1")]
pub struct NoCommonVersion;

impl RadiusVersions {
    /// What this end offers or takes, the best first.
    #[must_use]
    pub const fn names(self) -> &'static [&'static [u8]] {
        match self {
            Self::Unnamed => &[],
            Self::Only1_0 => &[ALPN_1_0],
            Self::Both => &[ALPN_1_1, ALPN_1_0],
            Self::Only1_1 => &[ALPN_1_1],
        }
    }

    /// A server's choice among what the client offers, if it offers anything. RADIUS/1.1 needs TLS 1.3.
    #[must_use]
    pub fn choose(self, offered: Option<&[&[u8]]>, has_tls_1_3: bool) -> ServerChoice {
        let Some(offered) = offered.filter(|_| self != Self::Unnamed) else {
            return match self {
                Self::Only1_1 => ServerChoice::Close,
                _ => ServerChoice::Speak(RadiusVersion::V1_0),
            };
        };
        let both_have = |name| self.names().contains(&name) && offered.contains(&name);
        if both_have(ALPN_1_1) && has_tls_1_3 {
            ServerChoice::Speak(RadiusVersion::V1_1)
        } else if both_have(ALPN_1_0) {
            ServerChoice::Speak(RadiusVersion::V1_0)
        } else {
            ServerChoice::Alert
        }
    }

    /// What a client makes of the server's choice.
    ///
    /// # Errors
    /// The client speaks RADIUS/1.1 only, and the server chose nothing: the connection is to be closed.
    pub fn chosen(self, name: Option<&[u8]>) -> Result<RadiusVersion, NoCommonVersion> {
        match name {
            Some(ALPN_1_1) => Ok(RadiusVersion::V1_1),
            _ if self == Self::Only1_1 => Err(NoCommonVersion),
            _ => Ok(RadiusVersion::V1_0),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, PartialEq)]
    enum Outcome {
        Tls,
        V1_1,
        Alert,
        ServerCloses,
        ClientCloses,
    }

    /// What comes of two ends, where TLS does its part: it answers with a name only if one was offered.
    fn outcome(client: RadiusVersions, server: RadiusVersions) -> Outcome {
        let offered = (!client.names().is_empty()).then(|| client.names());
        let version = match server.choose(offered, true) {
            ServerChoice::Alert => return Outcome::Alert,
            ServerChoice::Close => return Outcome::ServerCloses,
            ServerChoice::Speak(version) => version,
        };
        let name = match version {
            RadiusVersion::V1_1 => Some(ALPN_1_1),
            RadiusVersion::V1_0 => {
                (offered.is_some() && server != RadiusVersions::Unnamed).then_some(ALPN_1_0)
            }
        };
        match client.chosen(name) {
            Err(NoCommonVersion) => Outcome::ClientCloses,
            Ok(chosen) => {
                assert_eq!(chosen, version, "both ends must agree");
                if chosen == RadiusVersion::V1_1 { Outcome::V1_1 } else { Outcome::Tls }
            }
        }
    }

    /// The table of RFC 9765 §3.3.
    #[test]
    fn all_sixteen_cells_p145() {
        use Outcome::{Alert, ClientCloses, ServerCloses, Tls, V1_1};
        use RadiusVersions::{Both, Only1_0, Only1_1, Unnamed};
        let servers = [Unnamed, Only1_0, Both, Only1_1];
        let table = [
            (Unnamed, [Tls, Tls, Tls, ServerCloses]),
            (Only1_0, [Tls, Tls, Tls, Alert]),
            (Both, [Tls, Tls, V1_1, V1_1]),
            (Only1_1, [ClientCloses, Alert, V1_1, V1_1]),
        ];
        for (client, row) in table {
            assert_eq!(servers.map(|server| outcome(client, server)), row, "{client:?}");
        }
    }

    #[test]
    fn radius_1_1_needs_tls_1_3_p146() {
        let both = Some(RadiusVersions::Both.names());
        let old = ServerChoice::Speak(RadiusVersion::V1_0);
        assert_eq!(RadiusVersions::Both.choose(both, false), old);
        assert_eq!(RadiusVersions::Only1_1.choose(both, false), ServerChoice::Alert);
    }

    #[test]
    fn other_protocols_are_turned_away_unless_names_are_ignored_p146() {
        let http: Option<&[&[u8]]> = Some(&[b"h2"]);
        assert_eq!(RadiusVersions::Both.choose(http, true), ServerChoice::Alert);
        let ignored = ServerChoice::Speak(RadiusVersion::V1_0);
        assert_eq!(RadiusVersions::Unnamed.choose(http, true), ignored);
    }
}
