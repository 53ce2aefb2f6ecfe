//! The proxy's command line.

use std::collections::BTreeMap;
use std::error::Error;
use std::net::SocketAddr;

use clap::Parser;

/// A RADIUS proxy.
#[derive(Parser)]
pub(crate) struct Arguments {
    /// Where to take Access-Requests.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:1812")]
    pub(crate) auth: SocketAddr,
    /// Where to take Accounting-Requests.
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:1813")]
    pub(crate) acct: SocketAddr,
    /// The secret shared with every client.
    #[arg(long, value_name = "SECRET")]
    pub(crate) secret: String,
    /// A home server for the Access-Requests of all realms that have none of their own; further ones, given the same way,
    /// stand in for it.
    #[arg(long, value_name = "ADDR", required_unless_present = "realms")]
    home: Vec<SocketAddr>,
    /// A home server for Accounting-Requests; further ones stand in for it.
    #[arg(long, value_name = "ADDR", requires = "home")]
    home_acct: Vec<SocketAddr>,
    /// A home server of a realm, or of all realms below one if NAME is `*.` and that: for Access-Requests, and for
    /// Accounting-Requests. Further ones, given with the same NAME, stand in for it.
    #[arg(long = "realm", value_name = "NAME=AUTH[/ACCT]", value_parser = home_of_realm)]
    realms: Vec<(String, (SocketAddr, Option<SocketAddr>))>,
    /// The secret shared with the home servers.
    #[arg(long, value_name = "SECRET")]
    pub(crate) home_secret: String,
    /// Where to take CoA-Requests and Disconnect-Requests, from home servers.
    #[arg(long, value_name = "ADDR")]
    pub(crate) coa: Option<SocketAddr>,
    /// Where these go if they are for this operator's network: a NAS, or the operator's own proxy. Further ones, given with
    /// the same REALM, stand in for it.
    #[arg(long = "operator", value_name = "REALM=ADDR", value_parser = server_of_operator, requires = "coa")]
    operators: Vec<(String, SocketAddr)>,
}

/// The servers that logins and reports of one realm go to.
#[derive(Default)]
pub(crate) struct Servers {
    pub(crate) authentication: Vec<SocketAddr>,
    pub(crate) accounting: Vec<SocketAddr>,
}

impl Arguments {
    /// The home servers of each realm that has its own, and of all others.
    pub(crate) fn homes(&self) -> BTreeMap<Option<&str>, Servers> {
        let mut homes: BTreeMap<Option<&str>, Servers> = BTreeMap::new();
        for (realm, (authentication, accounting)) in &self.realms {
            let servers = homes.entry(Some(realm)).or_default();
            servers.authentication.push(*authentication);
            servers.accounting.extend(accounting);
        }
        if !self.home.is_empty() {
            homes.insert(
                None,
                Servers { authentication: self.home.clone(), accounting: self.home_acct.clone() },
            );
        }
        homes
    }

    /// Where dynamic authorization for each operator goes.
    pub(crate) fn operators(&self) -> BTreeMap<&str, Vec<SocketAddr>> {
        let mut operators: BTreeMap<&str, Vec<SocketAddr>> = BTreeMap::new();
        for (realm, address) in &self.operators {
            operators.entry(realm).or_default().push(*address);
        }
        operators
    }
}

type ParseError = Box<dyn Error + Send + Sync>;

fn home_of_realm(text: &str) -> Result<(String, (SocketAddr, Option<SocketAddr>)), ParseError> {
    let (realm, addresses) = text.split_once('=').ok_or("a realm is NAME=AUTH[/ACCT]")?;
    let (authentication, accounting) = match addresses.split_once('/') {
        Some((authentication, accounting)) => (authentication, Some(accounting.parse()?)),
        None => (addresses, None),
    };
    Ok((realm.to_owned(), (authentication.parse()?, accounting)))
}

fn server_of_operator(text: &str) -> Result<(String, SocketAddr), ParseError> {
    let (realm, address) = text.split_once('=').ok_or("an operator is REALM=ADDR")?;
    Ok((realm.to_owned(), address.parse()?))
}
