//! A packet on its way to the next hop: what a proxy sends on.

use std::collections::HashSet;

use crate::attribute::{
    AttributeError, AttributeList, Contents, MESSAGE_AUTHENTICATOR, Occurrence, Problem, RawAttribute,
    VENDOR_SPECIFIC, VendorWalk, Walk, is_tlv, occurrences, split_vendor, tag,
};
use crate::dictionary::{DataType, Dictionary};

use super::seal::{CHAP_CHALLENGE, CHAP_PASSWORD};
use super::{Code, OpenPacket, Packet};

impl OpenPacket {
    /// The packet for the next hop, as a proxy sends it on: the same attributes in the same order, but hidden values in clear
    /// until sealing hides them anew, for whatever connection it goes over (RFC 2865 §2.3). Attributes that the dictionary
    /// does not know, and malformed ones, stay as they are, octet for octet.
    ///
    /// The Message-Authenticator is left to sealing. Where it is optional, in CoA and Disconnect, there is one if there was one (RFC
    /// 5176 §3.4). Where CHAP-Password was made from the Request Authenticator,
    /// which is another on the next hop, a CHAP-Challenge says what it was (RFC 2865 §2.3).
    ///
    /// A hidden value that the dictionary does not know is useless at the next hop, and one that came in clear, over
    /// RADIUS/1.1, goes on in clear: the dictionary should know all that are used.
    ///
    /// ```no_run
    /// # #[cfg(all(feature = "client", feature = "server"))]
    /// # mod example {
    /// # use radius_runtime::{Attribute, codegen::{DataType, Definition, Flags, Parent}};
    /// # const PROXY_STATE: Attribute<[u8]> =
    /// #     Attribute::new(Definition::new("Proxy-State", Parent::Packet, 33, DataType::Octets, Flags::NONE));
    /// use radius_runtime::client::Client;
    /// use radius_runtime::dictionary::Dictionary;
    /// use radius_runtime::server::{Answer, Handler, HandlerError, Request};
    ///
    /// struct Proxy {
    ///     home: Client,
    ///     dictionary: &'static Dictionary<'static>,
    /// }
    ///
    /// impl Handler for Proxy {
    ///     async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
    ///         let packet = request.to_forward(self.dictionary)?.with(PROXY_STATE, b"mine");
    ///         let reply = self.home.send(packet).await?;               // without one the client is not answered either
    ///         Ok(reply.to_forward(self.dictionary)?.into())            // with the Proxy-State that the client sent
    ///     }
    /// }
    /// # }
    /// ```
    ///
    /// # Errors
    /// A value that came in clear cannot be hidden or does not fit into its attribute hidden, or an attribute has the
    /// number 0.
    pub fn to_forward(&self, dictionary: &Dictionary<'_>) -> Result<Packet, AttributeError> {
        let forwarding = Forwarding { packet: self, dictionary };
        let (mut list, mut joined) = (AttributeList::default(), HashSet::new());
        if self.keys().hiding().is_none() {
            list.make_private();
        }
        for raw in self.iter().filter(|raw| raw.number != MESSAGE_AUTHENTICATOR) {
            if !joined.contains(&raw.range().start) {
                forwarding.copy(&mut list, &raw, &mut joined).map_err(|problem| {
                    let name = dictionary.attribute_at(&[raw.number.into()]);
                    let name = name.map(|entry| entry.definition().name.to_owned());
                    let name = name.unwrap_or_else(|| format!("Attr-{}", raw.number)).into();
                    AttributeError { name, problem }
                })?;
            }
        }
        let mut packet = Packet { attributes: list, ..Packet::new(self.code()) };
        let has = |number| self.iter().any(|raw| raw.number == number);
        if self.code().may_be_signed() && has(MESSAGE_AUTHENTICATOR) {
            packet = packet.signed();
        }
        let is_chap = self.code() == Code::ACCESS_REQUEST && has(CHAP_PASSWORD) && !has(CHAP_CHALLENGE);
        if let Some((_, authenticator)) = self.keys().hiding().filter(|_| is_chap) {
            packet.push_raw(CHAP_CHALLENGE, authenticator)?;
        }
        Ok(packet)
    }
}

struct Forwarding<'a> {
    packet: &'a OpenPacket,
    dictionary: &'a Dictionary<'a>,
}

/// TLVs stand in each other so deep at most that something hidden is looked for in them.
const MAX_DEPTH: usize = 8;

impl Forwarding<'_> {
    /// Appends an attribute of the packet. If its value goes on in others, they are noted as joined to it.
    fn copy(
        &self,
        list: &mut AttributeList,
        raw: &RawAttribute<'_>,
        joined: &mut HashSet<usize>,
    ) -> Result<(), Problem> {
        match self.reveal(list, raw, joined) {
            Ok(true) => Ok(()),
            Ok(false) => list.push_raw(raw.number, raw.value),
            // It is malformed, and as unreadable for others as it is here.
            Err(Problem::Hidden(_)) if self.packet.keys().hiding().is_some() => {
                list.push_raw(raw.number, raw.value)
            }
            Err(problem) => Err(problem),
        }
    }

    /// Appends an attribute whose value is hidden, or holds what is; `false` if that is not so. On an error the list is as it
    /// was.
    fn reveal(
        &self,
        list: &mut AttributeList,
        raw: &RawAttribute<'_>,
        joined: &mut HashSet<usize>,
    ) -> Result<bool, Problem> {
        // Where nothing can be hidden (RFC 2866 §3, RFC 5176 §2.3), what looks hidden is left alone.
        if !self.packet.code().is_signed() && self.packet.keys().hiding().is_some() {
            return Ok(false);
        }
        if raw.number != VENDOR_SPECIFIC {
            let path = [raw.number.into()];
            let is_hidden = self.is_hidden(&path, raw.value);
            return if is_hidden { self.append(list, &path, raw.value).map(|()| true) } else { Ok(false) };
        }
        let Some((pen, data)) = split_vendor(raw.value) else { return Ok(false) };
        let Some(vendor) = self.dictionary.vendor(pen) else { return Ok(false) };
        let path = |number| [VENDOR_SPECIFIC.into(), pen, number];
        if vendor.format.continuation {
            let Some(&number) = data.first() else { return Ok(false) };
            let path = path(number.into());
            let Some(found) = self.occurrence(&path, raw) else { return Ok(false) };
            let Some(value) = found.joined().ok().filter(|value| self.is_hidden(&path, value)) else {
                return Ok(false);
            };
            self.append(list, &path, &value)?;
            joined.extend(found.into_places().map(|place| place.outer.start));
            return Ok(true);
        }
        let walk = VendorWalk::new(data, vendor.format);
        let mut inside = walk.clone().flatten();
        if !walk.is_well_formed() || !inside.any(|one| self.is_hidden(&path(one.number), one.value)) {
            return Ok(false);
        }
        let mut group = AttributeList::default();
        for one in VendorWalk::new(data, vendor.format).flatten() {
            if self.is_hidden(&path(one.number), one.value) {
                self.append(&mut group, &path(one.number), one.value)?;
            } else {
                let own = data.get(one.range()).unwrap_or_default();
                group.push_raw(VENDOR_SPECIFIC, &[&pen.to_be_bytes(), own].concat())?;
            }
        }
        list.append_group(&vendor, &group).map(|()| true)
    }

    /// The value that begins in this attribute of the packet.
    fn occurrence<'p>(&'p self, path: &[u32], raw: &RawAttribute<'_>) -> Option<Occurrence<'p>> {
        let definition = self.dictionary.attribute_at(path)?.definition();
        occurrences(self.packet.attribute_octets(), definition)
            .find(|found| found.place().outer.start == raw.range().start)
    }

    /// Whether a value is hidden, or a TLV in which one is.
    fn is_hidden(&self, path: &[u32], octets: &[u8]) -> bool {
        let Some(entry) = self.dictionary.attribute_at(path) else { return false };
        let definition = entry.definition();
        definition.flags.hiding().is_some()
            || definition.data_type == DataType::Tlv
                && path.len() < MAX_DEPTH
                && is_tlv(octets)
                && Walk::new(octets).any(|child| self.is_hidden(&inside(path, &child), child.value))
    }

    /// Appends a value that is hidden, or holds one that is, in clear.
    fn append(&self, list: &mut AttributeList, path: &[u32], octets: &[u8]) -> Result<(), Problem> {
        let entry = self.dictionary.attribute_at(path).ok_or(Problem::Number(0))?;
        let definition = entry.definition();
        if let Some(hiding) = definition.flags.hiding() {
            let (tag, octets) = tag::split(&definition, octets)?;
            let clear = self.packet.keys().reveal(hiding, octets)?;
            return list.append(&definition, tag, &clear.as_slice());
        }
        let mut contents = Contents::default();
        for child in Walk::new(octets) {
            let path = inside(path, &child);
            if self.is_hidden(&path, child.value) {
                self.append(contents.list_mut(), &path, child.value)?;
            } else {
                contents.list_mut().push_raw(child.number, child.value)?;
            }
        }
        list.append(&definition, 0, &contents)
    }
}

fn inside(path: &[u32], child: &RawAttribute<'_>) -> Vec<u32> {
    [path, &[child.number.into()]].concat()
}
