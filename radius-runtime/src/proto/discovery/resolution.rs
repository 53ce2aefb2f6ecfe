//! From a realm to its servers (RFC 7585 §3.4.3).

use std::collections::HashMap;
use std::mem;
use std::net::SocketAddr;
use std::time::Duration;

use crate::proto::Service;

use super::weight;
use super::{Answer, Naptr, Question, Realm, Record, RecordKind, Srv};

/// The port of RADIUS over TLS (RFC 6614 §2.1), for hosts that come without one.
const RADSEC_PORT: u16 = 2083;

/// The protocol tags of RFC 7585 §2.1.1.2.
const TLS: &str = "radius.tls.tcp";
const DTLS: &str = "radius.dtls.udp";

/// Records that lead to others that lead to others must end somewhere, and so must their number.
const MAX_DEPTH: u8 = 4;
const MAX_QUESTIONS: usize = 64;

/// How long discovery may take and its results count.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// How long all queries for a realm may take together: DNS_TIMEOUT of RFC 7585 §3.4.1. The default is 3 seconds.
    pub dns_timeout: Duration,
    /// How long results count at least, whatever the TTLs in the DNS: MIN_EFF_TTL. The default is 60 seconds.
    pub min_ttl: Duration,
    /// How long a realm is left alone for which the DNS gave no useful answer: BACKOFF_TIME. The default is 10 minutes.
    pub backoff: Duration,
    /// How many targets count; those behind are left out. The default is 8.
    pub max_targets: usize,
    /// Addresses that the own server listens at: a realm whose servers these are is looked after here, and sending its
    /// requests on would send them round (RFC 7585 §3.4.4).
    pub own_addresses: Vec<SocketAddr>,
    /// Service and protocol tags that count besides those of RFC 7585, such as `x-eduroam:radius.tls`.
    pub private_tags: Vec<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            dns_timeout: Duration::from_secs(3),
            min_ttl: Duration::from_secs(60),
            backoff: Duration::from_secs(600),
            max_targets: 8,
            own_addresses: Vec::new(),
            private_tags: Vec::new(),
        }
    }
}

/// A server of a realm. It has to show a certificate with that realm in it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Target {
    /// Its address and port.
    pub address: SocketAddr,
    /// Its name in the DNS, which proves nothing.
    pub host: String,
}

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The servers, the one to try first being the first, and how long they count: the Effective TTL.
    Found(Vec<Target>, Duration),
    /// No servers, and how long not to ask again.
    NotFound(NotFound, Duration),
}

/// Why there are no servers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum NotFound {
    /// The DNS names none.
    Absent,
    /// The DNS names some, but only for RADIUS over DTLS.
    OnlyDtls,
    /// The DNS did not answer in time, or not so that it could be understood.
    Dns,
    /// The server is this one.
    Loop,
}

/// A server, or what is to be asked to find some, in the place that they have in the order.
#[derive(Clone, Debug)]
enum Node {
    Target(Target, Duration),
    Ask { question: Question, ttl: Duration, port: u16, depth: u8 },
}

/// One run of the algorithm: it says what to ask the DNS, takes the answers, and has an outcome when nothing is left to be
/// asked. NAPTR records come first, SRV records at the realm where there are none that fit, then addresses.
#[derive(Debug)]
pub struct Resolution {
    settings: Settings,
    service: Service,
    domain: String,
    nodes: Vec<Node>,
    asked: usize,
    negative: Option<Duration>,
    has_failed: bool,
    saw_dtls: bool,
}

impl Resolution {
    /// Begins to look for the servers of a realm. [`Service::All`] takes servers for any of them.
    #[must_use]
    pub fn new(realm: &Realm, service: Service, settings: Settings) -> Self {
        let mut resolution = Self {
            settings,
            service,
            domain: realm.domain().to_owned(),
            nodes: Vec::new(),
            asked: 0,
            negative: None,
            has_failed: false,
            saw_dtls: false,
        };
        let first = resolution.ask(RecordKind::Naptr, realm.domain(), Duration::MAX, 0, 0);
        resolution.nodes.extend(first);
        resolution
    }

    /// What is to be asked now, each question once. They may be asked at the same time.
    #[must_use]
    pub fn questions(&self) -> Vec<Question> {
        let mut questions = Vec::new();
        for node in &self.nodes {
            if let Node::Ask { question, .. } = node
                && !questions.contains(question)
            {
                questions.push(question.clone());
            }
        }
        questions
    }

    /// Takes the answers to all [`questions`](Self::questions); one that is missing has failed. The numbers are random.
    pub fn answer(&mut self, answers: &HashMap<Question, Answer>, mut random: impl FnMut() -> u32) {
        for node in mem::take(&mut self.nodes) {
            let Node::Ask { question, ttl, port, depth } = node else {
                self.nodes.push(node);
                continue;
            };
            let is_first = question.kind == RecordKind::Naptr && depth == 0;
            match answers.get(&question).unwrap_or(&Answer::Failed) {
                Answer::Records { records, ttl: own } => {
                    let ttl = ttl.min(*own);
                    match question.kind {
                        RecordKind::Naptr => self.follow_naptr(records, ttl, depth),
                        RecordKind::Srv => self.follow_srv(records, ttl, depth, &mut random),
                        RecordKind::Address => self.add_targets(records, ttl, &question.name, port),
                    }
                }
                Answer::Nothing { ttl: own } => {
                    let ttl = own.map_or(ttl, |own| ttl.min(own));
                    self.negative = Some(self.negative.map_or(ttl, |so_far| so_far.min(ttl)));
                }
                Answer::Failed => self.has_failed = true,
            }
            if is_first && self.nodes.is_empty() && !self.has_failed {
                let name = format!("_radiustls._tcp.{}", self.domain);
                let next = self.ask(RecordKind::Srv, &name, Duration::MAX, 0, 0);
                self.nodes.extend(next);
            }
        }
    }

    /// The outcome, as soon as nothing is left to be asked.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        let mut targets: Vec<Target> = Vec::new();
        let mut least = Duration::MAX;
        for node in &self.nodes {
            let Node::Target(target, ttl) = node else { return None };
            least = least.min(*ttl);
            if targets.iter().all(|known| known.address != target.address) {
                targets.push(target.clone());
            }
        }
        if targets.iter().any(|target| self.settings.own_addresses.contains(&target.address)) {
            return Some(self.not_found(NotFound::Loop));
        }
        targets.truncate(self.settings.max_targets.max(1));
        Some(match targets.is_empty() {
            false => Outcome::Found(targets, least.max(self.settings.min_ttl)),
            true if self.has_failed => self.not_found(NotFound::Dns),
            true if self.saw_dtls => self.not_found(NotFound::OnlyDtls),
            true => self.not_found(NotFound::Absent),
        })
    }

    /// The outcome where DNS_TIMEOUT is over before there is one.
    #[must_use]
    pub fn timed_out(&self) -> Outcome {
        self.not_found(NotFound::Dns)
    }

    fn not_found(&self, why: NotFound) -> Outcome {
        let pause = match why {
            // What the DNS says of an absence counts as long as it says, if it says so.
            NotFound::Absent | NotFound::OnlyDtls => self.negative.filter(|&ttl| ttl < Duration::MAX),
            NotFound::Dns | NotFound::Loop => None,
        };
        Outcome::NotFound(why, pause.unwrap_or(self.settings.backoff).max(self.settings.min_ttl))
    }

    /// What is to be asked, if that is still reasonable.
    fn ask(&mut self, kind: RecordKind, name: &str, ttl: Duration, port: u16, depth: u8) -> Option<Node> {
        if name.is_empty() || depth > MAX_DEPTH || self.asked >= MAX_QUESTIONS {
            return None;
        }
        self.asked += 1;
        let question = Question { name: name.to_ascii_lowercase(), kind };
        Some(Node::Ask { question, ttl, port, depth })
    }

    /// Follows the records for our service and protocol, in their order (RFC 3958 §2.2).
    fn follow_naptr(&mut self, records: &[Record], ttl: Duration, depth: u8) {
        let mut records: Vec<&Naptr> = records
            .iter()
            .filter_map(|record| if let Record::Naptr(naptr) = record { Some(naptr) } else { None })
            .collect();
        records.sort_by_key(|record| (record.order, record.preference));
        for record in records {
            if !record.regexp.is_empty() || !self.fits(&record.services) {
                continue;
            }
            let kind = match &*record.flags.to_ascii_lowercase() {
                "s" => RecordKind::Srv,
                "a" => RecordKind::Address,
                "" => RecordKind::Naptr,
                _ => continue,
            };
            let next = self.ask(kind, &record.replacement, ttl, RADSEC_PORT, depth + 1);
            self.nodes.extend(next);
        }
    }

    /// Whether a record is for our service over TLS: a service tag with protocol tags (RFC 3958 §6.5).
    fn fits(&mut self, services: &str) -> bool {
        let services = services.to_ascii_lowercase();
        let mut tags = services.split(':');
        let service = tags.next().unwrap_or_default();
        let protocols: Vec<_> = tags.collect();
        let is_ours = match self.service {
            Service::Authentication => service == "aaa+auth",
            Service::Accounting => service == "aaa+acct",
            Service::DynamicAuthorization => service == "aaa+dynauth",
            Service::All => matches!(service, "aaa+auth" | "aaa+acct" | "aaa+dynauth"),
        };
        self.saw_dtls |= is_ours && protocols.contains(&DTLS);
        let is_private = |tag: &String| {
            let tag = tag.to_ascii_lowercase();
            tag.split_once(':').is_some_and(|(own, protocol)| own == service && protocols.contains(&protocol))
        };
        is_ours && protocols.contains(&TLS) || self.settings.private_tags.iter().any(is_private)
    }

    fn follow_srv(&mut self, records: &[Record], ttl: Duration, depth: u8, random: &mut impl FnMut() -> u32) {
        let srv = |record: &Record| if let Record::Srv(srv) = record { Some(srv.clone()) } else { None };
        let records: Vec<Srv> = records.iter().filter_map(srv).take(MAX_QUESTIONS).collect();
        for record in weight::in_order(records, random) {
            let next = self.ask(RecordKind::Address, &record.target, ttl, record.port, depth);
            self.nodes.extend(next);
        }
    }

    fn add_targets(&mut self, records: &[Record], ttl: Duration, host: &str, port: u16) {
        let address = |record: &Record| if let Record::Address(ip) = record { Some(*ip) } else { None };
        for ip in records.iter().filter_map(address).take(self.settings.max_targets.max(1)) {
            let target = Target { address: SocketAddr::new(ip, port), host: host.to_owned() };
            self.nodes.push(Node::Target(target, ttl));
        }
    }
}
