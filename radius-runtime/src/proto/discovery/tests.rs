//! The algorithm of RFC 7585 §3.4.3, over zones that are tables.

use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;

use super::*;
use crate::proto::Service;

const SECOND: Duration = Duration::from_secs(1);

/// What the DNS knows. Names that are not in it do not exist, for 300 seconds.
#[derive(Default)]
struct Zone(HashMap<Question, Answer>);

fn question(name: &str, kind: RecordKind) -> Question {
    Question { name: name.to_owned(), kind }
}

impl Zone {
    fn with(mut self, name: &str, kind: RecordKind, ttl: u64, records: Vec<Record>) -> Self {
        self.0.insert(question(name, kind), Answer::Records { records, ttl: Duration::from_secs(ttl) });
        self
    }

    fn naptr(self, name: &str, ttl: u64, records: &[(u16, u16, &str, &str, &str)]) -> Self {
        let record = |&(order, preference, flags, services, replacement): &(u16, u16, &str, &str, &str)| {
            let [flags, services, replacement] = [flags, services, replacement].map(str::to_owned);
            Record::Naptr(Naptr { order, preference, flags, services, regexp: String::new(), replacement })
        };
        self.with(name, RecordKind::Naptr, ttl, records.iter().map(record).collect())
    }

    fn srv(self, name: &str, ttl: u64, records: &[(u16, u16, u16, &str)]) -> Self {
        let record = |&(priority, weight, port, target): &(u16, u16, u16, &str)| {
            Record::Srv(Srv { priority, weight, port, target: target.to_owned() })
        };
        self.with(name, RecordKind::Srv, ttl, records.iter().map(record).collect())
    }

    fn host(self, name: &str, ttl: u64, addresses: &[&str]) -> Self {
        let record = |address: &&str| Record::Address(address.parse().unwrap());
        self.with(name, RecordKind::Address, ttl, addresses.iter().map(record).collect())
    }

    fn failing(mut self, name: &str, kind: RecordKind) -> Self {
        self.0.insert(question(name, kind), Answer::Failed);
        self
    }

    /// The outcome, and the questions in the order in which they were asked.
    fn asked(&self, realm: &str, service: Service, settings: Settings) -> (Outcome, Vec<Question>) {
        let realm = Realm::new(realm).unwrap();
        let mut resolution = Resolution::new(&realm, service, settings);
        let mut asked = Vec::new();
        loop {
            if let Some(outcome) = resolution.outcome() {
                return (outcome, asked);
            }
            let questions = resolution.questions();
            assert!(!questions.is_empty(), "there is an outcome or something to ask");
            let answer = |question: &Question| {
                let nothing = Answer::Nothing { ttl: Some(300 * SECOND) };
                (question.clone(), self.0.get(question).cloned().unwrap_or(nothing))
            };
            let answers = questions.iter().map(answer).collect();
            asked.extend(questions);
            // The highest number draws the heaviest record.
            resolution.answer(&answers, || u32::MAX - 1);
        }
    }

    fn find(&self, service: Service) -> Outcome {
        self.asked("example.org", service, Settings::default()).0
    }
}

/// The addresses and the Effective TTL in seconds.
#[track_caller]
fn found(outcome: Outcome) -> (Vec<String>, u64) {
    let Outcome::Found(targets, ttl) = outcome else { panic!("{outcome:?}") };
    (targets.iter().map(|target| target.address.to_string()).collect(), ttl.as_secs())
}

fn not_found(why: NotFound, seconds: u64) -> Outcome {
    Outcome::NotFound(why, Duration::from_secs(seconds))
}

fn of(addresses: &[&str], ttl: u64) -> (Vec<String>, u64) {
    (addresses.iter().map(|&address| address.to_owned()).collect(), ttl)
}

#[test]
fn the_example_of_rfc7585_3_4_6_p139() {
    let zone = Zone::default()
        .naptr(
            "xn--tu-mnchen-t9a.example",
            5,
            &[
                (50, 50, "s", "fooservice:bar.dccp", "_abc123._def.xn--tu-mnchen-t9a.example"),
                (50, 50, "s", "aaa+auth:radius.tls.tcp", "_myradius._tcp.xn--tu-mnchen-t9a.example"),
            ],
        )
        .srv(
            "_myradius._tcp.xn--tu-mnchen-t9a.example",
            5,
            &[
                (0, 10, 2083, "radsecserver.xn--tu-mnchen-t9a.example"),
                (20, 0, 2083, "backupserver.xn--tu-mnchen-t9a.example"),
            ],
        )
        .host("radsecserver.xn--tu-mnchen-t9a.example", 5, &["2001:db8::202:44ff:fe0a:f704", "192.0.2.3"])
        .host("backupserver.xn--tu-mnchen-t9a.example", 5, &["192.0.2.7"]);
    let realm = Realm::of_user_name("foobar@tu-m\u{fc}nchen.example").unwrap();
    let (outcome, asked) = zone.asked(realm.as_str(), Service::Authentication, Settings::default());
    let expected = of(&["[2001:db8::202:44ff:fe0a:f704]:2083", "192.0.2.3:2083", "192.0.2.7:2083"], 60);
    assert_eq!(found(outcome), expected);
    assert_eq!(asked.len(), 4, "what is of another service is not followed");
}

#[test]
fn records_follow_by_order_preference_priority_and_weight_p139() {
    let zone = Zone::default()
        .naptr(
            "example.org",
            900,
            &[
                (2, 1, "a", "aaa+auth:radius.tls.tcp", "late.example.org"),
                (1, 9, "A", "AAA+Auth:RADIUS.tls.tcp", "host.example.org"),
                (1, 1, "S", "aaa+auth:radius.dtls.udp:radius.tls.tcp", "_r._tcp.example.org"),
            ],
        )
        .srv(
            "_r._tcp.example.org",
            800,
            &[(2, 0, 3, "c.example"), (1, 1, 1, "a.example"), (1, 9, 2, "b.example")],
        )
        .host("a.example", 700, &["192.0.2.1"])
        .host("b.example", 700, &["192.0.2.2"])
        .host("c.example", 700, &["192.0.2.3", "192.0.2.2"])
        .host("host.example.org", 701, &["192.0.2.4"])
        .host("late.example.org", 702, &["192.0.2.5", "192.0.2.4"]);
    let (addresses, ttl) = found(zone.find(Service::Authentication));
    let (mut drawn, rest) = (addresses[..2].to_vec(), &addresses[2..]);
    drawn.sort();
    assert_eq!(drawn, ["192.0.2.1:1", "192.0.2.2:2"]);
    assert_eq!(rest, ["192.0.2.3:3", "192.0.2.2:3", "192.0.2.4:2083", "192.0.2.5:2083"], "each once");
    assert_eq!(ttl, 700, "the least TTL of all that counts");
}

#[test]
fn each_service_has_its_tag_p139() {
    let zone =
        ["auth", "acct", "dynauth"].into_iter().zip(1..).fold(Zone::default(), |zone, (name, last)| {
            zone.host(&format!("{name}.example.org"), 60, &[&format!("192.0.2.{last}")])
        });
    let zone = zone.naptr(
        "example.org",
        60,
        &[
            (1, 1, "a", "aaa+auth:radius.tls.tcp", "auth.example.org"),
            (1, 2, "a", "aaa+acct:radius.tls.tcp", "acct.example.org"),
            (1, 3, "a", "aaa+dynauth:radius.tls.tcp", "dynauth.example.org"),
            (1, 4, "a", "x-eduroam:radius.tls", "unknown.example.org"),
            (1, 4, "a", "aaa+auth", "unknown.example.org"),
            (1, 4, "a", "aaa+ap1:diameter.tls.tcp", "unknown.example.org"),
        ],
    );
    for (service, addresses) in [
        (Service::Authentication, &["192.0.2.1:2083"][..]),
        (Service::Accounting, &["192.0.2.2:2083"]),
        (Service::DynamicAuthorization, &["192.0.2.3:2083"]),
        (Service::All, &["192.0.2.1:2083", "192.0.2.2:2083", "192.0.2.3:2083"]),
    ] {
        assert_eq!(found(zone.find(service)), of(addresses, 60), "{service:?}");
    }
}

#[test]
fn a_federations_own_tag_counts_where_it_is_known_p139() {
    let zone = Zone::default()
        .naptr("example.org", 60, &[(1, 1, "s", "x-eduroam:radius.tls", "_radsec._tcp.fed.example")])
        .srv("_radsec._tcp.fed.example", 60, &[(0, 0, 2084, "fed.example")])
        .host("fed.example", 60, &["192.0.2.1"]);
    assert_eq!(zone.find(Service::Authentication), not_found(NotFound::Absent, 300));
    let private_tags = vec!["X-eduroam:radius.tls".to_owned()];
    let settings = Settings { private_tags, ..Settings::default() };
    let (outcome, _) = zone.asked("example.org", Service::Authentication, settings);
    assert_eq!(found(outcome), of(&["192.0.2.1:2084"], 60));
}

#[test]
fn records_that_are_not_terminal_lead_to_others_and_to_an_end_p139() {
    let tag = "aaa+auth:radius.tls.tcp";
    let zone = Zone::default()
        .naptr("example.org", 60, &[(1, 1, "", tag, "hosting.example"), (1, 2, "u", tag, "odd.example")])
        .naptr("hosting.example", 90, &[(1, 1, "a", tag, "host.example")])
        .host("host.example", 90, &["192.0.2.1"]);
    assert_eq!(found(zone.find(Service::Authentication)), of(&["192.0.2.1:2083"], 60));

    let round: Vec<_> = (0..100).map(|order| (order, 1, "", tag, "example.org")).collect();
    let zone = Zone::default().naptr("example.org", 60, &round);
    let (outcome, asked) = zone.asked("example.org", Service::Authentication, Settings::default());
    assert!(matches!(outcome, Outcome::NotFound(NotFound::Absent, _)), "{outcome:?}");
    assert!(asked.len() <= 64, "{}", asked.len());
}

#[test]
fn a_record_with_an_expression_is_none_of_ours_rfc3958_p139() {
    let naptr = Naptr {
        order: 1,
        preference: 1,
        flags: "a".to_owned(),
        services: "aaa+auth:radius.tls.tcp".to_owned(),
        regexp: "!.*!host.example!".to_owned(),
        replacement: "host.example".to_owned(),
    };
    let zone = Zone::default().with("example.org", RecordKind::Naptr, 60, vec![Record::Naptr(naptr)]).host(
        "host.example",
        60,
        &["192.0.2.1"],
    );
    assert_eq!(zone.find(Service::Authentication), not_found(NotFound::Absent, 300));
}

#[test]
fn srv_at_the_realm_stands_in_for_naptr_but_not_for_what_naptr_lacks_p139() {
    let zone = Zone::default()
        .srv("_radiustls._tcp.example.org", 3600, &[(1, 1, 2083, "a.example"), (2, 1, 2083, "")])
        .host("a.example", 1800, &["192.0.2.1"]);
    for service in [Service::Authentication, Service::Accounting, Service::DynamicAuthorization] {
        assert_eq!(found(zone.find(service)), of(&["192.0.2.1:2083"], 1800), "{service:?}");
    }
    let zone = zone.naptr("example.org", 60, &[(1, 1, "s", "aaa+auth:radius.tls.tcp", "_gone.example")]);
    let (outcome, asked) = zone.asked("example.org", Service::Authentication, Settings::default());
    assert_eq!(outcome, not_found(NotFound::Absent, 60), "the TTL of the record that leads to nothing");
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert_eq!(found(zone.find(Service::Accounting)), of(&["192.0.2.1:2083"], 1800));
    let zone = zone.failing("example.org", RecordKind::Naptr);
    assert_eq!(zone.find(Service::Accounting), not_found(NotFound::Dns, 600), "nothing is known of NAPTR");
}

#[test]
fn servers_over_dtls_are_seen_and_passed_over_p139() {
    let tag = "aaa+auth:radius.dtls.udp";
    let zone = Zone::default().naptr("example.org", 60, &[(1, 1, "s", tag, "_radiusdtls._udp.example.org")]);
    assert_eq!(zone.find(Service::Authentication), not_found(NotFound::OnlyDtls, 300));
    assert_eq!(zone.find(Service::Accounting), not_found(NotFound::Absent, 300));
}

#[test]
fn no_answer_is_not_the_answer_no_p139() {
    let zone = Zone::default()
        .naptr("example.org", 60, &[(1, 1, "s", "aaa+auth:radius.tls.tcp", "_r.example.org")])
        .srv("_r.example.org", 60, &[(1, 1, 2083, "a.example"), (2, 1, 2083, "b.example")])
        .failing("a.example", RecordKind::Address);
    assert_eq!(zone.find(Service::Authentication), not_found(NotFound::Dns, 600));
    let zone = zone.host("b.example", 60, &["192.0.2.2"]);
    assert_eq!(found(zone.find(Service::Authentication)), of(&["192.0.2.2:2083"], 60), "the other counts");

    let realm = Realm::new("example.org").unwrap();
    let mut resolution = Resolution::new(&realm, Service::Authentication, Settings::default());
    assert_eq!(resolution.timed_out(), not_found(NotFound::Dns, 600));
    resolution.answer(&HashMap::new(), || 0);
    assert_eq!(resolution.outcome(), Some(not_found(NotFound::Dns, 600)), "missing answers have failed");
}

#[test]
fn the_effective_ttl_is_the_least_but_not_below_the_minimum_p139() {
    let zone = |ttl| {
        Zone::default()
            .naptr("example.org", 5000, &[(1, 1, "s", "aaa+auth:radius.tls.tcp", "_r.example.org")])
            .srv("_r.example.org", ttl, &[(1, 1, 2083, "a.example")])
            .host("a.example", 4000, &["192.0.2.1"])
    };
    for (ttl, effective) in [(0, 60), (61, 61), (10_000, 4000)] {
        assert_eq!(found(zone(ttl).find(Service::Authentication)).1, effective);
    }
    let settings = Settings { min_ttl: SECOND, ..Settings::default() };
    let (outcome, _) = zone(3).asked("example.org", Service::Authentication, settings);
    assert_eq!(found(outcome).1, 3);
}

#[test]
fn a_server_that_is_this_one_ends_the_search_p139() {
    let zone = Zone::default()
        .srv("_radiustls._tcp.example.org", 60, &[(1, 1, 2083, "a.example"), (2, 1, 2083, "own.example")])
        .host("a.example", 60, &["192.0.2.1"])
        .host("own.example", 60, &["192.0.2.9"]);
    let own = |port| {
        let own_addresses = vec![SocketAddr::new(IpAddr::V4(Ipv4Addr::new(192, 0, 2, 9)), port)];
        let settings = Settings { own_addresses, ..Settings::default() };
        zone.asked("example.org", Service::Authentication, settings).0
    };
    assert_eq!(own(2083), not_found(NotFound::Loop, 600));
    assert_eq!(found(own(2084)).0.len(), 2, "another port is another server");
}

#[test]
fn answers_without_measure_are_cut_p139() {
    let tag = "aaa+auth:radius.tls.tcp";
    let srv: Vec<_> = (0..5000).map(|port| (port, 1, port, "many.example")).collect();
    let naptr: Vec<_> = (0..5000).map(|order| (order, 1, "s", tag, "_r.example.org")).collect();
    let addresses: Vec<_> = (0..5000_u32).map(|last| Ipv4Addr::from(last).to_string()).collect();
    let addresses: Vec<_> = addresses.iter().map(String::as_str).collect();
    let zone = Zone::default().naptr("example.org", 60, &naptr).srv("_r.example.org", 60, &srv).host(
        "many.example",
        60,
        &addresses,
    );
    let (outcome, asked) = zone.asked("example.org", Service::Authentication, Settings::default());
    // All places for questions are taken by SRV, so that no host is asked for.
    assert!(matches!(outcome, Outcome::NotFound(NotFound::Absent, _)), "{outcome:?}");
    assert_eq!(asked.len(), 2, "the same question once");
    let zone = zone.naptr("example.org", 60, &naptr[..1]);
    assert_eq!(found(zone.find(Service::Authentication)).0.len(), Settings::default().max_targets);
}
