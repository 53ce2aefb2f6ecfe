//! What is sealed verifies, and nothing else does.

use proptest::prelude::*;
use radius_runtime::packet::{Profile, Received, RequestHeader, RequestPolicy, SealError};
use radius_runtime::proto::service::seal_answer;
use radius_runtime::{Code, Packet, Secret};

use super::model::{Model, packets};

fn secrets() -> impl Strategy<Value = Secret> {
    prop::collection::vec(any::<u8>(), 1..80).prop_map(|octets| Secret::new(octets).unwrap())
}

fn requests() -> impl Strategy<Value = Code> {
    prop::sample::select(vec![
        Code::ACCESS_REQUEST,
        Code::ACCOUNTING_REQUEST,
        Code::STATUS_SERVER,
        Code::COA_REQUEST,
        Code::DISCONNECT_REQUEST,
    ])
}

/// The codes that answer a request.
fn answers(request: Code) -> impl Strategy<Value = Code> {
    let all: Vec<_> = (0..=u8::MAX).map(Code).filter(|code| code.answers(request)).collect();
    prop::sample::select(all)
}

fn exchanges() -> impl Strategy<Value = (Code, Code)> {
    requests().prop_flat_map(|request| (Just(request), answers(request)))
}

fn attributes(datagram: &[u8]) -> Vec<(u8, Vec<u8>)> {
    let packet = Packet::decode(datagram).unwrap();
    packet.iter().filter(|raw| raw.number != 80).map(|raw| (raw.number, raw.value.to_vec())).collect()
}

fn own(model: &Model) -> Vec<(u8, Vec<u8>)> {
    model.packet(Code(1)).iter().map(|raw| (raw.number, raw.value.to_vec())).collect()
}

fn flipped(datagram: &[u8], bit: &prop::sample::Index) -> Vec<u8> {
    let mut flipped = datagram.to_vec();
    let bit = bit.index(datagram.len() * 8);
    flipped[bit / 8] ^= 1 << (bit % 8);
    flipped
}

fn verifies_as_request(datagram: &[u8], secret: &Secret) -> bool {
    Received::from_datagram(datagram)
        .is_ok_and(|received| received.verify_request(secret, RequestPolicy::default()).is_ok())
}

fn verifies_as_reply(datagram: &[u8], request: &RequestHeader, secret: &Secret) -> bool {
    Received::from_datagram(datagram)
        .is_ok_and(|received| received.verify_reply(request, secret, true).is_ok())
}

proptest! {
    #[test]
    fn a_sealed_request_verifies_and_no_bit_of_it_can_change(
        code in requests(), identifier: u8, secret in secrets(), other in secrets(), model in packets(),
        bit: prop::sample::Index,
    ) {
        let sealed = model.packet(code).seal_request(identifier, &secret).unwrap();
        prop_assert!(verifies_as_request(sealed.octets(), &secret));
        prop_assert_eq!(attributes(sealed.octets()), own(&model));
        let received = Received::from_datagram(sealed.octets()).unwrap();
        let header = RequestHeader { code, identifier, authenticator: *received.authenticator() };
        prop_assert_eq!(*sealed.header(), header);
        prop_assert!(!verifies_as_request(&flipped(sealed.octets(), &bit), &secret));
        prop_assert!(secret == other || !verifies_as_request(sealed.octets(), &other));
    }

    #[test]
    fn a_sealed_reply_verifies_for_its_request_only_and_no_bit_of_it_can_change(
        (asked, code) in exchanges(), identifier: u8, authenticator: [u8; 16], secret in secrets(), other in secrets(),
        model in packets(), bit: prop::sample::Index, request_bit in 0..128_usize,
        other_asked in requests(),
    ) {
        let request = RequestHeader { code: asked, identifier, authenticator };
        let reply = model.packet(code).seal_reply(&request, &secret).unwrap();
        prop_assert!(verifies_as_reply(&reply, &request, &secret));
        prop_assert_eq!(attributes(&reply), own(&model));
        prop_assert!(!verifies_as_reply(&flipped(&reply, &bit), &request, &secret));
        prop_assert!(secret == other || !verifies_as_reply(&reply, &request, &other));

        let mut another = request;
        another.authenticator[request_bit / 8] ^= 1 << (request_bit % 8);
        prop_assert!(!verifies_as_reply(&reply, &another, &secret));
        another = RequestHeader { identifier: identifier.wrapping_add(1), ..request };
        prop_assert!(!verifies_as_reply(&reply, &another, &secret));
        another = RequestHeader { code: other_asked, ..request };
        prop_assert_eq!(verifies_as_reply(&reply, &another, &secret), code.answers(other_asked));
    }

    #[test]
    fn a_code_that_does_not_answer_is_not_sealed(asked in requests(), code: u8, model in packets()) {
        let code = Code(code);
        let request = RequestHeader { code: asked, identifier: 1, authenticator: [1; 16] };
        let secret = Secret::new("s").unwrap();
        let result = model.packet(code).seal_reply(&request, &secret);
        if code.answers(asked) || code == Code::PROTOCOL_ERROR {
            prop_assert!(result.is_ok());
        } else {
            prop_assert_eq!(result, Err(SealError::NoAnswer { reply: code, request: asked }));
        }
        if !code.is_request() {
            prop_assert_eq!(model.packet(code).seal_request(1, &secret), Err(SealError::WrongCode(code)));
        }
    }

    #[test]
    fn an_answer_has_the_proxy_states_of_its_request_in_their_order(
        request in packets(), answer in packets(), states in prop::collection::vec(any::<[u8; 3]>(), 0..4),
        at: prop::sample::Index,
    ) {
        let secret = Secret::new("s").unwrap();
        let mut asked = request.packet(Code::ACCESS_REQUEST);
        for state in &states {
            asked.push_raw(33, state).unwrap();
        }
        let mut reply = answer.packet(Code::ACCESS_ACCEPT);
        reply.push_raw(33, &[at.index(256) as u8]).unwrap();
        let header = RequestHeader { code: Code::ACCESS_REQUEST, identifier: 1, authenticator: [1; 16] };
        let sealed = seal_answer(reply, &asked, &header, &Profile::udp(secret.clone())).unwrap();
        prop_assert!(verifies_as_reply(&sealed, &header, &secret));
        let mut expected = own(&answer);
        expected.extend(states.iter().map(|state| (33, state.to_vec())));
        prop_assert_eq!(attributes(&sealed), expected);
    }
}
