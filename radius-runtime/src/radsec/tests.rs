//! Handshakes between both ends, in memory.

use std::io;
use std::net::{IpAddr, Ipv4Addr};

use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio_rustls::rustls::{self, AlertDescription, HandshakeKind};

use super::fixture::{certificate, identity, path, trust};
use super::*;
use crate::proto::{RadiusVersion, RadiusVersions};

const HERE: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

fn server() -> ServerTlsBuilder {
    ServerTls::builder(identity("server"), trust())
}

fn client(name: &str) -> ClientTlsBuilder {
    ClientTls::for_host("localhost", identity(name), trust()).unwrap()
}

type Ends =
    (Result<Accepted<DuplexStream>, HandshakeError<DuplexStream>>, io::Result<Connected<DuplexStream>>);

async fn shake(acceptor: &Acceptor, client: &ClientTls) -> Ends {
    let (near, far) = duplex(1 << 16);
    let connector = client.connector();
    tokio::join!(acceptor.accept(far, HERE), connector.connect(near, HERE))
}

#[tokio::test]
async fn a_client_from_an_address_that_is_not_its_own_gets_access_denied_p132() {
    let elsewhere = "192.0.2.0/24".parse().unwrap();
    let named = || CertificateRule::dns_name("client.example");
    for (rule, address) in [
        (named().from(elsewhere), HERE),
        (named().from_own_address(), "192.0.2.1".parse().unwrap()),
        // An allowed address for another client's certificate.
        (CertificateRule::dns_name("other.example").from(elsewhere), "192.0.2.1".parse().unwrap()),
    ] {
        let acceptor = acceptor(server(), rule.clone());
        let (near, far) = duplex(1 << 16);
        let connector = client("client").build().unwrap().connector();
        let (accepted, connected) =
            tokio::join!(acceptor.accept(far, address), connector.connect(near, HERE));
        assert!(matches!(accepted, Err(HandshakeError::Certificate(_))), "{rule:?}: {accepted:?}");
        assert_eq!(alert(connected).await, Some(AlertDescription::AccessDenied), "{rule:?}");
    }
}

fn acceptor(server: ServerTlsBuilder, rule: CertificateRule) -> Acceptor {
    server.build().unwrap().acceptor(std::sync::Arc::new(rule)).unwrap()
}

/// The alert that the client gets, during the handshake or, with TLS 1.3, behind it.
async fn alert(connected: io::Result<Connected<DuplexStream>>) -> Option<AlertDescription> {
    let error = match connected {
        Ok(mut connected) => connected.stream.read_u8().await.unwrap_err(),
        Err(error) => error,
    };
    match error.get_ref()?.downcast_ref()? {
        rustls::Error::AlertReceived(alert) => Some(*alert),
        _ => None,
    }
}

#[tokio::test]
async fn both_ends_show_their_certificates_p128() {
    let acceptor = acceptor(server(), CertificateRule::dns_name("client.example"));
    let (accepted, connected) = shake(&acceptor, &client("client").build().unwrap()).await;
    let (mut accepted, mut connected) = (accepted.unwrap(), connected.unwrap());
    assert_eq!(accepted.certificate, certificate("client"));
    assert_eq!(connected.certificate, Some(certificate("server")));
    assert_eq!(accepted.stream.get_ref().1.protocol_version(), Some(rustls::ProtocolVersion::TLSv1_3));
    accepted.stream.write_all(b"hello").await.unwrap();
    accepted.stream.flush().await.unwrap();
    let mut read = [0; 5];
    connected.stream.read_exact(&mut read).await.unwrap();
    assert_eq!(&read, b"hello");
}

#[tokio::test]
async fn clients_that_are_not_believed_get_the_right_alert_p128_p131() {
    let revoking = trust().with_revocation_file(path("ca.crl")).unwrap();
    let strict = ServerTls::builder(identity("server"), revoking);
    let any = CertificateRule::any;
    let pinned = CertificateRule::fingerprints([certificate("server").fingerprint]);
    for (server, rule, name, expected) in [
        (server(), any(), "other-client", AlertDescription::UnknownCA),
        (server(), any(), "expired-client", AlertDescription::CertificateExpired),
        (strict.clone(), any(), "revoked-client", AlertDescription::CertificateRevoked),
        (server(), CertificateRule::dns_name("client.example"), "wrong-name", AlertDescription::AccessDenied),
        (server(), CertificateRule::dns_name("localhost"), "wrong-name", AlertDescription::AccessDenied),
        (server(), pinned, "client", AlertDescription::AccessDenied),
    ] {
        let acceptor = acceptor(server, rule);
        let (accepted, connected) = shake(&acceptor, &client(name).build().unwrap()).await;
        assert!(matches!(accepted, Err(HandshakeError::Certificate(_))), "{name}: {accepted:?}");
        assert_eq!(alert(connected).await, Some(expected), "{name}");
    }
    let acceptor = acceptor(strict, any());
    let (accepted, _) = shake(&acceptor, &client("client").build().unwrap()).await;
    assert!(accepted.is_ok(), "the list takes back only what is on it: {accepted:?}");
}

#[tokio::test]
async fn a_client_without_a_certificate_is_refused_p128() {
    let provider = provider::default().unwrap();
    let expected =
        verifier::Expected::Client { rules: std::sync::Arc::new(CertificateRule::any()), not: None };
    let verifier = verifier::Verifier::new(trust(), expected, std::sync::Arc::clone(&provider));
    let mut config = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .dangerous()
        .with_custom_certificate_verifier(std::sync::Arc::new(verifier))
        .with_no_client_auth();
    config.enable_sni = false;
    let acceptor = acceptor(server(), CertificateRule::any());
    let (near, far) = duplex(1 << 16);
    let connector = tokio_rustls::TlsConnector::from(std::sync::Arc::new(config));
    let (accepted, connected) =
        tokio::join!(acceptor.accept(far, HERE), connector.connect("localhost".try_into().unwrap(), near));
    assert!(matches!(accepted, Err(HandshakeError::Certificate(_))), "{accepted:?}");
    let error = connected.unwrap().read_u8().await.unwrap_err();
    assert!(error.to_string().contains("CertificateRequired"), "{error}");
}

#[tokio::test]
async fn servers_are_known_by_subject_alt_name_never_by_common_name_p130() {
    let realm = |realm: &str| ClientTls::for_realm(realm, identity("client"), trust()).build().unwrap();
    let host = |host: &str| ClientTls::for_host(host, identity("client"), trust()).unwrap().build().unwrap();
    let pin = |name: &str| client("client").pinned_to([certificate(name).fingerprint]).build().unwrap();
    for (shown, client, is_right) in [
        ("server", host("localhost"), true),
        ("server", host("127.0.0.1"), true),
        ("server", host("::1"), true),
        ("server", host("localhost.example"), false),
        ("server", host("192.0.2.1"), false),
        ("server", realm("localhost"), false),
        ("wrong-name", host("localhost"), false),
        ("wrong-name", host("elsewhere.example"), true),
        ("expired-client", host("client.example"), false),
        ("other-client", host("client.example"), false),
        ("nai-realm", realm("radius.example"), true),
        ("nai-realm", realm("any.roaming.example"), true),
        ("nai-realm", realm("roaming.example"), false),
        ("nai-realm", host("radius.example"), false),
        ("server", pin("server"), true),
        ("server", pin("client"), false),
    ] {
        let acceptor = acceptor(ServerTls::builder(identity(shown), trust()), CertificateRule::any());
        let (_, connected) = shake(&acceptor, &client).await;
        assert_eq!(connected.is_ok(), is_right, "{shown} for {client:?}: {connected:?}");
    }
}

#[tokio::test]
async fn all_sixteen_cells_over_tls_p145() {
    use RadiusVersions::{Both, Only1_0, Only1_1, Unnamed};
    for offered in [Unnamed, Only1_0, Both, Only1_1] {
        for taken in [Unnamed, Only1_0, Both, Only1_1] {
            let acceptor = acceptor(server().radius_versions(taken), CertificateRule::any());
            let client = client("client").radius_versions(offered).build().unwrap();
            let (accepted, connected) = shake(&acceptor, &client).await;
            match (offered, taken) {
                (Only1_0, Only1_1) | (Only1_1, Only1_0) => {
                    assert!(matches!(accepted, Err(HandshakeError::Version(_))), "{accepted:?}");
                    assert_eq!(alert(connected).await, Some(AlertDescription::NoApplicationProtocol));
                }
                (Unnamed, Only1_1) => {
                    assert!(matches!(accepted, Err(HandshakeError::VersionUnsaid(_))), "{accepted:?}");
                }
                (Only1_1, Unnamed) => {
                    assert_eq!(connected.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
                }
                _ => {
                    let names = [Both, Only1_1];
                    let is_new = names.contains(&offered) && names.contains(&taken);
                    let version = if is_new { RadiusVersion::V1_1 } else { RadiusVersion::V1_0 };
                    let versions = (accepted.unwrap().version, connected.unwrap().version);
                    assert_eq!(versions, (version, version), "{offered:?} and {taken:?}");
                }
            }
        }
    }
}

#[tokio::test]
async fn tls_1_2_only_where_both_allow_it_and_never_for_radius_1_1_p128_p146() {
    let acceptor = acceptor(server().allow_tls_1_2(true), CertificateRule::any());
    let (accepted, connected) =
        shake(&acceptor, &client("client").allow_tls_1_2(true).build().unwrap()).await;
    assert_eq!(accepted.unwrap().version, RadiusVersion::V1_1, "where both have 1.3");
    assert_eq!(
        connected.unwrap().stream.get_ref().1.protocol_version(),
        Some(rustls::ProtocolVersion::TLSv1_3)
    );
}

#[tokio::test]
async fn a_session_is_resumed_in_its_version_and_checked_again_p133_p148() {
    for versions in [RadiusVersions::Both, RadiusVersions::Only1_1, RadiusVersions::Only1_0] {
        let acceptor = acceptor(server().radius_versions(versions), CertificateRule::any());
        let client = client("client").radius_versions(versions).build().unwrap();
        for expected in [HandshakeKind::Full, HandshakeKind::Resumed, HandshakeKind::Resumed] {
            let (accepted, connected) = shake(&acceptor, &client).await;
            let (mut accepted, mut connected) = (accepted.unwrap(), connected.unwrap());
            assert_eq!(accepted.stream.get_ref().1.handshake_kind(), Some(expected), "{versions:?}");
            assert_eq!(accepted.certificate, certificate("client"));
            assert_eq!(accepted.version, connected.version);
            // The tickets come in front of the first octet.
            accepted.stream.write_all(&[1]).await.unwrap();
            accepted.stream.flush().await.unwrap();
            connected.stream.read_u8().await.unwrap();
        }
    }
}

#[tokio::test]
async fn a_client_that_names_no_version_gets_no_tickets() {
    let acceptor = acceptor(server(), CertificateRule::any());
    let client = client("client").radius_versions(RadiusVersions::Unnamed).build().unwrap();
    for _ in 0..2 {
        let (accepted, connected) = shake(&acceptor, &client).await;
        let (mut accepted, mut connected) = (accepted.unwrap(), connected.unwrap());
        assert_eq!(accepted.stream.get_ref().1.handshake_kind(), Some(HandshakeKind::Full));
        accepted.stream.write_all(&[1]).await.unwrap();
        accepted.stream.flush().await.unwrap();
        connected.stream.read_u8().await.unwrap();
        assert_eq!(connected.stream.get_ref().1.tls13_tickets_received(), 0);
    }
}

#[tokio::test]
async fn a_session_of_1_1_is_not_resumed_where_the_server_lost_it_p148() {
    let (new, old) = (
        acceptor(server().radius_versions(RadiusVersions::Both), CertificateRule::any()),
        acceptor(server().radius_versions(RadiusVersions::Only1_0), CertificateRule::any()),
    );
    let client = client("client").build().unwrap();
    let (accepted, connected) = shake(&new, &client).await;
    let (mut accepted, mut connected) = (accepted.unwrap(), connected.unwrap());
    accepted.stream.write_all(&[1]).await.unwrap();
    accepted.stream.flush().await.unwrap();
    connected.stream.read_u8().await.unwrap();
    let (_, refused) = shake(&old, &client).await;
    assert_eq!(alert(refused).await, Some(AlertDescription::NoApplicationProtocol));
    let (_, connected) = shake(&old, &client).await;
    assert_eq!(connected.unwrap().version, RadiusVersion::V1_0, "the next attempt offers all again");
}

#[tokio::test]
async fn where_only_1_1_was_offered_and_nothing_chosen_the_connection_is_closed_p148() {
    let new = acceptor(server(), CertificateRule::any());
    let old = acceptor(server().radius_versions(RadiusVersions::Unnamed), CertificateRule::any());
    let client = client("client").build().unwrap();
    assert_eq!(shake(&new, &client).await.1.unwrap().version, RadiusVersion::V1_1);
    let (_, refused) = shake(&old, &client).await;
    assert_eq!(refused.unwrap_err().kind(), io::ErrorKind::ConnectionRefused);
    let (_, connected) = shake(&old, &client).await;
    assert_eq!(connected.unwrap().version, RadiusVersion::V1_0, "the next attempt offers all again");
}

#[tokio::test]
async fn a_reload_counts_from_the_next_connection_on_p129() {
    let tls = server().build().unwrap();
    let acceptor = tls.acceptor(std::sync::Arc::new(CertificateRule::any())).unwrap();
    let client = client("revoked-client").build().unwrap();
    let (accepted, connected) = shake(&acceptor, &client).await;
    let (mut accepted, mut connected) = (accepted.unwrap(), connected.unwrap());
    let revoking = trust().with_revocation_file(path("ca.crl")).unwrap();
    let mismatched = Identity { chain: identity("client").chain, key: identity("server").key };
    assert!(tls.reload(mismatched, revoking.clone()).is_err(), "a key of another certificate");
    tls.reload(identity("server"), revoking).unwrap();
    accepted.stream.write_all(b"up").await.unwrap();
    accepted.stream.flush().await.unwrap();
    let mut read = [0; 2];
    connected.stream.read_exact(&mut read).await.unwrap();
    assert_eq!(&read, b"up", "the connection stays up");
    let (accepted, connected) = shake(&acceptor, &client).await;
    assert!(matches!(accepted, Err(HandshakeError::Certificate(_))), "{accepted:?}");
    assert_eq!(alert(connected).await, Some(AlertDescription::CertificateRevoked));
}

#[tokio::test]
async fn what_is_no_tls_is_turned_away_p126() {
    let tls_1_1 = {
        // A ClientHello of TLS 1.1 with one cipher suite, TLS_RSA_WITH_AES_128_CBC_SHA.
        let mut hello = vec![0x16, 3, 1, 0, 45, 1, 0, 0, 41, 3, 2];
        hello.extend([7; 32]);
        hello.extend([0, 0, 2, 0, 0x2f, 1, 0]);
        hello
    };
    let radius = [vec![12, 1, 0, 20], vec![0; 16]].concat();
    // handshake_failure, as it lacks an extension that TLS 1.2 needs; and decode_error.
    let told = [Some(40), Some(50), Some(50)];
    let sent = [tls_1_1, radius, b"GET / HTTP/1.1\r\n\r\n".to_vec()];
    for (sent, told) in sent.into_iter().zip(told) {
        let acceptor = acceptor(server(), CertificateRule::any());
        let (mut near, far) = duplex(1 << 16);
        near.write_all(&sent).await.unwrap();
        let accepted = acceptor.accept(far, HERE).await;
        assert!(matches!(accepted, Err(HandshakeError::Tls(_))), "{accepted:?}");
        drop(accepted);
        let mut answer = Vec::new();
        near.read_to_end(&mut answer).await.unwrap();
        let alert = told.map(|alert| [0x15, 3, 3, 0, 2, 2, alert].to_vec());
        assert_eq!(answer, alert.unwrap_or_default(), "{sent:x?}");
    }
}

#[test]
fn debug_shows_no_key() {
    let text = format!("{:?} {:?}", identity("client"), client("client"));
    assert!(!text.contains("Pkcs8") && text.contains("Identity(..)"), "{text}");
}

#[tokio::test]
async fn a_client_with_the_servers_own_certificate_is_a_loop_unless_allowed_p134() {
    for allowed in [false, true] {
        let server = ServerTls::builder(identity("wrong-name"), trust()).allow_own_certificate(allowed);
        let client = ClientTls::for_host("elsewhere.example", identity("wrong-name"), trust()).unwrap();
        let acceptor = acceptor(server, CertificateRule::any());
        let (accepted, connected) = shake(&acceptor, &client.build().unwrap()).await;
        if allowed {
            assert!(accepted.is_ok(), "{accepted:?}");
        } else {
            assert!(matches!(accepted, Err(HandshakeError::Certificate(_))), "{accepted:?}");
            assert_eq!(alert(connected).await, Some(AlertDescription::AccessDenied));
        }
    }
}
