//! Both ends in one process: a server on loopback, a client that logs in, reports and asks for life signs. Prints each
//! packet.
//!
//! ```sh
//! cargo run --example exchange
//! ```

use std::error::Error;
use std::net::Ipv4Addr;

use radius_runtime::client::Client;
use radius_runtime::server::{Answer, ClientEntry, Clients, Handler, HandlerError, Request, Server};
use radius_runtime::{Packet, Secret, include_dictionary};

include_dictionary! {
    /// The attributes of the RFCs and of common vendors.
    mod dictionary = "../dictionaries/share/dictionary";
}

use dictionary::{
    ACCT_SESSION_ID, ACCT_STATUS_TYPE, AcctStatusType, DICTIONARY, FRAMED_IP_ADDRESS, NAS_IDENTIFIER,
    REPLY_MESSAGE, SERVICE_TYPE, ServiceType, TUNNEL_PASSWORD, TUNNEL_TYPE, TunnelType, USER_NAME,
    USER_PASSWORD, cisco,
};

struct Aaa;

impl Handler for Aaa {
    async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        if request.get(USER_NAME)? == Some("alice") && request.check_password("hello")? {
            Ok(request
                .accept()
                .with(SERVICE_TYPE, ServiceType::FramedUser)
                .with(FRAMED_IP_ADDRESS, Ipv4Addr::new(192, 0, 2, 1))
                .with(TUNNEL_TYPE.tag(1), TunnelType::L2tp)
                .with(TUNNEL_PASSWORD.tag(1), "for the tunnel")
                .with(cisco::AV_PAIR, "shell:priv-lvl=15"))
        } else {
            Ok(request.reject().with(REPLY_MESSAGE, "Wrong name or password"))
        }
    }

    async fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(request.acknowledge())
    }
}

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let secret = Secret::new("a secret of both ends")?;
    let clients = Clients::new().with("127.0.0.1/32".parse()?, ClientEntry::new(secret.clone()));
    let any_port = (Ipv4Addr::LOCALHOST, 0).into();
    let server = Server::builder(clients, Aaa).authentication(any_port).accounting(any_port).bind().await?;
    let addresses = server.local_addresses()?;
    tokio::spawn(server.serve(std::future::pending()));

    let login = Packet::access_request()
        .with(USER_NAME, "alice")
        .with(NAS_IDENTIFIER, "exchange")
        .with(SERVICE_TYPE, ServiceType::FramedUser);
    let report = Packet::accounting_request()
        .with(USER_NAME, "alice")
        .with(NAS_IDENTIFIER, "exchange")
        .with(ACCT_STATUS_TYPE, AcctStatusType::Start)
        .with(ACCT_SESSION_ID, "0001");
    let requests = [
        login.clone().with(USER_PASSWORD, "hello"),
        login.with(USER_PASSWORD, "hallo"),
        report,
        Packet::status_server(),
    ];
    for (request, at) in requests.into_iter().zip([0, 0, 1, 0]) {
        let (_, address) = addresses[at];
        println!("→ {}", request.display(&DICTIONARY));
        let client = Client::builder(address, secret.clone()).build().await?;
        let reply = client.send(request).await?;
        println!("← {}", reply.display(&DICTIONARY));
        if let Some(password) = reply.get(TUNNEL_PASSWORD.tag(1))? {
            println!("  the tunnel's password is {} octets long", password.as_bytes().len());
        }
        println!();
    }
    Ok(())
}
