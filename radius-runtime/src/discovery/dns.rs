//! The DNS through hickory.

use std::net::{IpAddr, SocketAddr};
use std::time::Duration;

use hickory_resolver::TokioResolver;
use hickory_resolver::config::{NameServerConfig, ResolverConfig, ResolverOpts};
use hickory_resolver::net::runtime::TokioRuntimeProvider;
use hickory_resolver::net::{DnsError, NetError};
use hickory_resolver::proto::rr::{Name, RData, RecordType};

use crate::proto::discovery::{Answer, Naptr, Question, Record, RecordKind, Srv};

use super::{DiscoveryError, Resolver};

/// The DNS, asked over UDP, and TCP where answers are long. Nothing is kept here, and DNSSEC is left to the servers that are
/// asked.
#[derive(Clone)]
pub struct Dns {
    resolver: TokioResolver,
}

impl std::fmt::Debug for Dns {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Dns(..)")
    }
}

impl Dns {
    /// Asks the servers that the system asks, as in `/etc/resolv.conf`.
    ///
    /// # Errors
    /// The system's configuration cannot be read.
    pub fn system() -> Result<Self, DiscoveryError> {
        let mut builder = TokioResolver::builder_tokio().map_err(unusable)?;
        set_options(builder.options_mut());
        Ok(Self { resolver: builder.build().map_err(unusable)? })
    }

    /// Asks these servers, which must do the whole work: they are recursive.
    ///
    /// # Errors
    /// The resolver cannot be made.
    pub fn servers(addresses: impl IntoIterator<Item = SocketAddr>) -> Result<Self, DiscoveryError> {
        let servers = addresses.into_iter().map(|address| {
            let mut server = NameServerConfig::udp_and_tcp(address.ip());
            server.connections.iter_mut().for_each(|connection| connection.port = address.port());
            server
        });
        let config = ResolverConfig::from_name_servers(servers.collect());
        let mut builder = TokioResolver::builder_with_config(config, TokioRuntimeProvider::default());
        set_options(builder.options_mut());
        Ok(Self { resolver: builder.build().map_err(unusable)? })
    }

    async fn ask(&self, name: &Name, kind: RecordType) -> Answer {
        let found = match self.resolver.lookup(name.clone(), kind).await {
            Ok(found) => found,
            Err(NetError::Dns(DnsError::NoRecordsFound(none))) => {
                let ttl = none.negative_ttl.map(|seconds| Duration::from_secs(seconds.into()));
                return Answer::Nothing { ttl };
            }
            Err(error) => {
                tracing::debug!(%name, %kind, %error, "the DNS did not answer");
                return Answer::Failed;
            }
        };
        let ttl = found.answers().iter().map(|record| record.ttl).min().unwrap_or_default();
        let ttl = Duration::from_secs(ttl.into());
        let records: Vec<_> = found.answers().iter().filter_map(|answer| record(&answer.data)).collect();
        if records.is_empty() { Answer::Nothing { ttl: None } } else { Answer::Records { records, ttl } }
    }
}

impl Resolver for Dns {
    async fn resolve(&self, question: &Question) -> Answer {
        let Ok(mut name) = Name::from_ascii(&question.name) else { return Answer::Nothing { ttl: None } };
        name.set_fqdn(true);
        match question.kind {
            RecordKind::Naptr => self.ask(&name, RecordType::NAPTR).await,
            RecordKind::Srv => self.ask(&name, RecordType::SRV).await,
            RecordKind::Address => {
                let (six, four) =
                    tokio::join!(self.ask(&name, RecordType::AAAA), self.ask(&name, RecordType::A));
                both(six, four)
            }
        }
    }
}

fn set_options(options: &mut ResolverOpts) {
    // Kept are clients, as long as the TTLs in the DNS say.
    options.cache_size = 0;
    // The TTLs of aliases count too.
    options.preserve_intermediates = true;
}

fn unusable(error: NetError) -> DiscoveryError {
    DiscoveryError::Resolver(std::sync::Arc::new(std::io::Error::other(error)))
}

fn record(data: &RData) -> Option<Record> {
    Some(match data {
        RData::NAPTR(naptr) => Record::Naptr(Naptr {
            order: naptr.order,
            preference: naptr.preference,
            flags: text(&naptr.flags)?,
            services: text(&naptr.services)?,
            regexp: text(&naptr.regexp)?,
            replacement: host(&naptr.replacement),
        }),
        RData::SRV(srv) => Record::Srv(Srv {
            priority: srv.priority,
            weight: srv.weight,
            port: srv.port,
            target: host(&srv.target),
        }),
        RData::A(address) => Record::Address(IpAddr::V4(address.0)),
        RData::AAAA(address) => Record::Address(IpAddr::V6(address.0)),
        _ => return None,
    })
}

/// Tags and flags are ASCII (RFC 3958 §6.5); a record with anything else in them is none of ours.
fn text(octets: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(octets).ok()?;
    text.is_ascii().then(|| text.to_owned())
}

fn host(name: &Name) -> String {
    name.to_ascii().trim_end_matches('.').to_owned()
}

/// Addresses of both families, IPv6 first (RFC 6724 §2.1), with what is to be said of them together.
fn both(six: Answer, four: Answer) -> Answer {
    match (six, four) {
        (Answer::Records { mut records, ttl }, Answer::Records { records: others, ttl: other }) => {
            records.extend(others);
            Answer::Records { records, ttl: ttl.min(other) }
        }
        (found @ Answer::Records { .. }, _) | (_, found @ Answer::Records { .. }) => found,
        (Answer::Nothing { ttl }, Answer::Nothing { ttl: other }) => {
            Answer::Nothing { ttl: [ttl, other].into_iter().flatten().min() }
        }
        _ => Answer::Failed,
    }
}
