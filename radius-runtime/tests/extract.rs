//! Structs read from attributes and written as attributes.

use std::net::{IpAddr, Ipv4Addr};
use std::time::SystemTime;

use radius_runtime::attribute::{Problem, TaggedValue, TlvValue};
use radius_runtime::extract::{Attributes, AttributesMut, ExtractError, ExtractProblem, FromView, Refusal};
use radius_runtime::{
    Code, FromAttributes, IntoAttributes, Keys, Packet, Password, Secret, include_dictionary,
};

include_dictionary! {
    /// Attributes of the RFCs and of some vendors.
    mod dictionary = "../dictionaries/share/dictionary";
    /// Attributes of the examples for TLVs.
    mod containers = "../tests/golden/dictionary.containers";
}

use containers::{LONG_TLV, LongTlv, SHORT_TLV, ShortTlv, long_tlv, short_tlv, wimax};
use dictionary::{
    CLASS, EVENT_TIMESTAMP, FRAMED_IP_ADDRESS, NAS_IDENTIFIER, NAS_IP_ADDRESS, NAS_PORT, SERVICE_TYPE,
    ServiceType, TUNNEL_CLIENT_ENDPOINT, TUNNEL_PASSWORD, TUNNEL_PREFERENCE, TUNNEL_PRIVATE_GROUP_ID,
    TUNNEL_TYPE, TunnelType, USER_NAME, USER_PASSWORD, cisco,
};

#[derive(Debug, FromAttributes, IntoAttributes)]
struct Login<'a> {
    #[attribute(USER_NAME)]
    user: &'a str,
    #[attribute(USER_PASSWORD)]
    password: Option<Password>,
    #[attribute(SERVICE_TYPE)]
    service: Option<ServiceType>,
    #[attribute(cisco::AV_PAIR)]
    pairs: Vec<&'a str>,
}

fn keys() -> Keys {
    Keys::new(Secret::new("a shared secret").unwrap(), [7; 16])
}

#[test]
fn a_struct_is_written_and_read_with_hidden_attributes() {
    let login = Login {
        user: "alice",
        password: Some("hello".into()),
        service: Some(ServiceType::FramedUser),
        pairs: vec!["a=1", "b=2"],
    };
    let packet = Packet::access_request().with_all(&login);
    let by_hand = Packet::access_request()
        .with(USER_NAME, "alice")
        .with(USER_PASSWORD, "hello")
        .with(SERVICE_TYPE, ServiceType::FramedUser)
        .with(cisco::AV_PAIR, "a=1")
        .with(cisco::AV_PAIR, "b=2");
    assert_eq!(packet, by_hand);
    let open = packet.open(keys()).unwrap();
    let read: Login<'_> = open.extract().unwrap();
    assert!(read.password.unwrap().matches("hello"));
    assert_eq!((read.user, read.service, read.pairs), ("alice", login.service, login.pairs));
    let none = Packet::access_request().with(USER_NAME, "bob").open(keys()).unwrap();
    let read: Login<'_> = none.extract().unwrap();
    assert!(read.password.is_none() && read.service.is_none() && read.pairs.is_empty());
}

/// What the error says, and of which attribute.
fn error<'a, T: FromAttributes<'a> + std::fmt::Debug>(packet: &'a Packet) -> (String, ExtractProblem) {
    let error = packet.extract::<T>().unwrap_err();
    (error.to_string(), error.problem)
}

#[derive(Debug, FromAttributes)]
#[allow(dead_code)]
struct Session {
    #[attribute(USER_NAME)]
    user: String,
    #[attribute(NAS_PORT)]
    port: Option<u32>,
    #[attribute(CLASS)]
    classes: Vec<Vec<u8>>,
}

#[test]
fn a_missing_or_malformed_attribute_is_named() {
    let (text, problem) = error::<Session>(&Packet::access_request());
    assert_eq!(text, "User-Name is missing (field `user` of `Session`)");
    assert!(matches!(problem, ExtractProblem::Missing));
    let mut packet = Packet::access_request().with(USER_NAME, "alice");
    packet.push_raw(5, &[1, 2, 3]).unwrap();
    let (text, problem) = error::<Session>(&packet);
    assert!(text.starts_with("NAS-Port ") && text.ends_with(" (field `port` of `Session`)"), "{text}");
    assert!(matches!(problem, ExtractProblem::Malformed(Problem::Value(_))));
    let open = Packet::access_request().with(USER_NAME, "a").with(USER_PASSWORD, "x").open(keys()).unwrap();
    let mut broken = open.into_packet();
    broken.push_raw(2, &[1; 15]).unwrap();
    broken.remove(USER_NAME);
    let open = broken.open(keys()).unwrap();
    assert!(open.extract::<Login<'_>>().unwrap_err().to_string().starts_with("User-Name is missing"));
}

#[derive(Debug, PartialEq, FromAttributes, IntoAttributes)]
struct Owned {
    #[attribute(FRAMED_IP_ADDRESS)]
    address: Ipv4Addr,
    #[attribute(EVENT_TIMESTAMP)]
    at: SystemTime,
    #[attribute(CLASS)]
    class: Vec<u8>,
    #[attribute(NAS_IDENTIFIER)]
    name: Box<str>,
    #[attributes(skip)]
    calls: u32,
}

#[derive(Debug, FromAttributes)]
struct Converted {
    #[attribute(FRAMED_IP_ADDRESS)]
    address: IpAddr,
    #[attribute(CLASS)]
    class: [u8; 4],
    #[attribute(USER_NAME)]
    realm: Realm,
}

#[derive(Debug, PartialEq)]
struct Realm(String);

impl FromView<&str> for Realm {
    fn from_view(user: &str) -> Result<Self, Refusal> {
        let (_, realm) = user.split_once('@').ok_or("there is no realm")?;
        Ok(Self(realm.to_owned()))
    }
}

#[test]
fn fields_convert_values_or_refuse_them() {
    let packet = |user: &str, class: &[u8]| {
        let address = Ipv4Addr::new(192, 0, 2, 1);
        Packet::access_request().with(USER_NAME, user).with(FRAMED_IP_ADDRESS, address).with(CLASS, class)
    };
    let packet_ok = packet("alice@example.org", b"abcd");
    let read: Converted = packet_ok.extract().unwrap();
    assert_eq!(read.address, IpAddr::from([192, 0, 2, 1]));
    assert_eq!((read.class, read.realm), (*b"abcd", Realm("example.org".to_owned())));
    let (text, _) = error::<Converted>(&packet("alice", b"abcd"));
    assert_eq!(text, "User-Name is not taken: there is no realm (field `realm` of `Converted`)");
    let (text, problem) = error::<Converted>(&packet("alice@a", b"abcde"));
    assert!(text.starts_with("Class is not taken: "), "{text}");
    assert!(matches!(problem, ExtractProblem::Refused(_)));
}

#[test]
fn owned_values_and_fields_that_are_no_attributes() {
    let at = SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    let address = Ipv4Addr::new(192, 0, 2, 1);
    let owned = Owned { address, at, class: vec![0, 1], name: "nas".into(), calls: 9 };
    let packet = Packet::access_request().with_all(&owned);
    assert_eq!(packet.extract::<Owned>().unwrap(), Owned { calls: 0, ..owned });
}

#[derive(Debug, Default, PartialEq, FromAttributes, IntoAttributes)]
#[attributes(tlv = ShortTlv)]
struct Short {
    #[attribute(short_tlv::SHORT_ONE)]
    one: Vec<u8>,
    #[attribute(short_tlv::SHORT_TWO)]
    two: Vec<Vec<u8>>,
}

#[derive(Debug, PartialEq, FromAttributes, IntoAttributes)]
#[attributes(tlv = LongTlv)]
struct Long<'a> {
    #[attribute(long_tlv::LONG_ONE)]
    one: &'a [u8],
}

#[derive(Debug, PartialEq, FromAttributes, IntoAttributes)]
struct Tlvs<'a> {
    #[attribute(SHORT_TLV)]
    short: Option<Short>,
    #[attribute(LONG_TLV)]
    long: Vec<Long<'a>>,
}

#[test]
fn a_tlv_is_a_struct_in_a_struct_p113() {
    let short = Short { one: vec![1], two: vec![vec![2], vec![3]] };
    let tlvs = Tlvs { short: Some(short), long: vec![Long { one: b"a" }, Long { one: b"b" }] };
    let packet = Packet::access_request().with_all(&tlvs);
    let value = TlvValue::new()
        .with(short_tlv::SHORT_ONE, [1])
        .with(short_tlv::SHORT_TWO, [2])
        .with(short_tlv::SHORT_TWO, [3]);
    let by_hand = Packet::access_request()
        .with(SHORT_TLV, value)
        .with(LONG_TLV, TlvValue::new().with(long_tlv::LONG_ONE, b"a"))
        .with(LONG_TLV, Long { one: b"b" });
    assert_eq!(packet, by_hand, "and the struct is a value by itself");
    assert_eq!(packet.extract::<Tlvs<'_>>().unwrap(), tlvs);
    let view = packet.get(SHORT_TLV).unwrap().unwrap();
    assert_eq!(view.extract::<Short>().unwrap(), tlvs.short.unwrap());
}

#[test]
fn what_is_wrong_inside_a_tlv_is_named_with_it() {
    let packet = Packet::access_request().with(SHORT_TLV, TlvValue::new().with(short_tlv::SHORT_TWO, [2]));
    let (text, problem) = error::<Tlvs<'_>>(&packet);
    let inside = "Short-One is missing (field `one` of `Short`)";
    assert_eq!(text, format!("Short-TLV is wrong inside: {inside} (field `short` of `Tlvs`)"));
    assert!(matches!(problem, ExtractProblem::Inside(_)));
    let error = Packet::access_request().with(SHORT_TLV, Short::default()).encode().unwrap_err();
    assert!(error.to_string().contains("Short-One"), "{error}");
}

#[test]
fn a_struct_that_borrows_is_not_read_from_a_tlv_in_parts() {
    let long = TlvValue::new().with(long_tlv::LONG_ONE, [1; 200]).with(long_tlv::LONG_ONE, [2; 200]);
    let packet = Packet::access_request().with(LONG_TLV, long);
    let (_, problem) = error::<Tlvs<'_>>(&packet);
    assert!(matches!(problem, ExtractProblem::Malformed(Problem::Split)));
    let view = packet.get(LONG_TLV).unwrap().unwrap();
    assert_eq!(view.extract::<Long<'_>>().unwrap().one, [1; 200], "but from its own view");
}

#[derive(Debug, FromAttributes, IntoAttributes)]
#[attributes(tlv = wimax::Keys)]
struct WimaxKeys {
    #[attribute(wimax::keys::KEY)]
    key: radius_runtime::attribute::Key,
}

#[derive(Debug, FromAttributes, IntoAttributes)]
struct WithHiddenInside {
    #[attribute(wimax::KEYS, hidden)]
    keys: WimaxKeys,
}

#[test]
fn hidden_attributes_of_a_tlv_are_read_with_the_keys() {
    let value = WithHiddenInside { keys: WimaxKeys { key: b"0123456789".as_slice().into() } };
    let open = Packet::new(Code::ACCESS_ACCEPT).with_all(&value).open(keys()).unwrap();
    let read: WithHiddenInside = open.extract().unwrap();
    assert!(read.keys.key.matches(b"0123456789"));
}

#[derive(Debug, PartialEq, FromAttributes, IntoAttributes)]
#[attributes(tagged)]
struct Tunnel {
    #[attributes(tag)]
    tag: u8,
    #[attribute(TUNNEL_TYPE)]
    kind: TunnelType,
    #[attribute(TUNNEL_PRIVATE_GROUP_ID)]
    vlan: Option<String>,
}

#[derive(Debug, PartialEq, FromAttributes, IntoAttributes)]
struct Tunnels<'a> {
    #[attributes(flatten)]
    tunnels: Vec<Tunnel>,
    #[attribute(TUNNEL_PREFERENCE.tag(1))]
    preference: Option<u32>,
    #[attribute(TUNNEL_CLIENT_ENDPOINT)]
    endpoints: Vec<TaggedValue<&'a str>>,
}

#[test]
fn attributes_with_one_tag_are_one_struct_p52() {
    let tunnel = |tag, vlan: Option<&str>| Tunnel { tag, kind: TunnelType::Vlan, vlan: vlan.map(Into::into) };
    let tunnels = Tunnels {
        tunnels: vec![tunnel(0, Some("40")), tunnel(1, Some("41")), tunnel(31, None)],
        preference: Some(5),
        endpoints: vec![TaggedValue { tag: 2, value: "a" }, TaggedValue { tag: 0, value: "b" }],
    };
    let packet = Packet::new(Code::ACCESS_ACCEPT).with_all(&tunnels);
    assert_eq!(packet.extract::<Tunnels<'_>>().unwrap(), tunnels);
    assert_eq!(packet.extract::<Vec<Tunnel>>().unwrap(), tunnels.tunnels);
    assert_eq!(packet.get(TUNNEL_PRIVATE_GROUP_ID.tag(1)), Ok(Some("41")));
    let lone = Packet::new(Code::ACCESS_ACCEPT).with(TUNNEL_PRIVATE_GROUP_ID.tag(3), "x");
    let (text, _) = error::<Tunnels<'_>>(&lone);
    assert_eq!(text, "Tunnel-Type is missing (field `kind` of `Tunnel`)");
}

#[derive(Debug, FromAttributes, IntoAttributes)]
struct TunnelSecret {
    #[attribute(TUNNEL_PASSWORD.tag(1))]
    password: Password,
}

#[test]
fn a_hidden_attribute_with_a_tag() {
    let secret = TunnelSecret { password: "hush".into() };
    let open = Packet::new(Code::ACCESS_ACCEPT).with_all(&secret).open(keys()).unwrap();
    assert!(open.extract::<TunnelSecret>().unwrap().password.matches("hush"));
}

#[derive(Debug, PartialEq, FromAttributes, IntoAttributes)]
struct Nas<'a> {
    #[attribute(NAS_IP_ADDRESS)]
    address: Option<Ipv4Addr>,
    #[attribute(NAS_IDENTIFIER)]
    name: Option<&'a str>,
}

#[derive(Debug, FromAttributes, IntoAttributes)]
struct Beside<'a, N, const COUNT: usize>
where
    N: for<'v> FromView<&'v str> + radius_runtime::value::ToValue<str>,
{
    #[attributes(flatten)]
    nas: Nas<'a>,
    #[attributes(flatten)]
    hidden: Option1,
    #[attribute(USER_NAME)]
    user: N,
    #[attribute(CLASS)]
    class: [u8; COUNT],
}

#[derive(Debug, FromAttributes, IntoAttributes)]
struct Option1 {
    #[attribute(USER_PASSWORD)]
    password: Password,
}

#[test]
fn structs_beside_each_other_with_generics_and_hidden_attributes() {
    let nas = Nas { address: Some(Ipv4Addr::LOCALHOST), name: None };
    let hidden = Option1 { password: "hello".into() };
    let value = Beside { nas, hidden, user: "alice".to_owned(), class: [1, 2] };
    let open = Packet::access_request().with_all(&value).open(keys()).unwrap();
    let read: Beside<'_, String, 2> = open.extract().unwrap();
    assert_eq!((read.nas, read.user.as_str(), read.class), (value.nas, "alice", [1, 2]));
    assert!(read.hidden.password.matches("hello"));
}

#[test]
fn a_struct_that_cannot_be_written_leaves_the_packet_as_it_was() {
    let login = Login { user: "alice", password: None, service: None, pairs: vec!["a=1", ""] };
    let mut packet = Packet::access_request().with(NAS_PORT, 1);
    let before = packet.clone();
    assert!(packet.push_all(&login).unwrap_err().to_string().starts_with("Cisco-AVPair"));
    assert_eq!(packet, before);
    assert!(packet.with_all(&login).encode().is_err());
}

struct ByHand(u32);

impl<'a, K> FromAttributes<'a, radius_runtime::attribute::InPacket, K> for ByHand {
    fn from_attributes(
        attributes: &Attributes<'a, '_, radius_runtime::attribute::InPacket, K>,
    ) -> Result<Self, ExtractError> {
        Ok(Self(attributes.get(NAS_PORT).ok().flatten().unwrap_or(7)))
    }
}

impl IntoAttributes for ByHand {
    fn add_to(&self, attributes: &mut AttributesMut<'_>) -> Result<(), radius_runtime::AttributeError> {
        attributes.push(NAS_PORT, &self.0)
    }
}

#[test]
fn the_traits_can_be_implemented_by_hand() {
    let packet = Packet::access_request().with_all(&[ByHand(3)][..]);
    assert_eq!(packet.extract::<ByHand>().unwrap().0, 3);
    assert_eq!(Packet::access_request().extract::<ByHand>().unwrap().0, 7);
}

/// A facade over the crate, as an application might have.
mod facade {
    pub(super) use radius_runtime as radius;
}

#[derive(FromAttributes, IntoAttributes)]
#[attributes(crate = facade::radius)]
struct ThroughAFacade {
    #[attribute(USER_NAME)]
    user: String,
}

#[test]
fn the_path_of_the_crate_can_be_given() {
    let packet = Packet::access_request().with_all(&ThroughAFacade { user: "alice".to_owned() });
    assert_eq!(packet.extract::<ThroughAFacade>().unwrap().user, "alice");
}
