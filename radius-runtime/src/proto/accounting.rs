//! The reports on one session (RFC 2866): what stands in each of them.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::packet::Packet;
use crate::packet::known::{
    ACCT_DELAY_TIME, ACCT_SESSION_ID, ACCT_SESSION_TIME, ACCT_STATUS_TYPE, EVENT_TIMESTAMP,
};

/// How a report says when its event happened, as it may arrive much later.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ReportTime {
    /// Event-Timestamp (RFC 2869 §5.3): the time of the event. The report stays as it is however often it is sent, and so
    /// the server can tell that it has it already.
    #[default]
    EventTimestamp,
    /// Acct-Delay-Time (RFC 2866 §5.2): the seconds since the event. It grows with each transmission, which makes another
    /// packet of it. For hosts without a clock, and servers that know nothing else.
    DelayTime,
}

/// What a report is about: Acct-Status-Type (RFC 2866 §5.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Status {
    /// The session begins.
    Start = 1,
    /// The session ended.
    Stop = 2,
    /// The session goes on.
    Interim = 3,
}

/// A session, and the attributes that all its reports share.
#[derive(Clone, Debug)]
pub struct Session {
    common: Packet,
    time: ReportTime,
}

impl Session {
    /// A session whose reports all hold the attributes of `common`. If Acct-Session-Id is not among them, `id` is it.
    #[must_use]
    pub fn new(common: Packet, id: &str) -> Self {
        let has_id = matches!(common.get(ACCT_SESSION_ID), Ok(Some(_)));
        let common = if has_id { common } else { common.with(ACCT_SESSION_ID, id) };
        Self { common, time: ReportTime::default() }
    }

    /// Sets how the reports say when their events happened.
    #[must_use]
    pub const fn with_time(mut self, time: ReportTime) -> Self {
        self.time = time;
        self
    }

    /// Acct-Session-Id: the same in all reports (RFC 2866 §5.5).
    #[must_use]
    pub fn id(&self) -> &str {
        self.common.get(ACCT_SESSION_ID).ok().flatten().unwrap_or_default()
    }

    /// A report on an event that happens now, `age` after the session began. What `fill` adds is not added once more.
    #[must_use]
    pub fn report(
        &self,
        status: Status,
        age: Duration,
        now: SystemTime,
        fill: impl FnOnce(Packet) -> Packet,
    ) -> Packet {
        let mut report = fill(self.common.clone().with(ACCT_STATUS_TYPE, status as u32));
        let has = |report: &Packet, attribute| !matches!(report.get(attribute), Ok(None));
        if status != Status::Start && !has(&report, ACCT_SESSION_TIME) {
            report = report.with(ACCT_SESSION_TIME, whole_seconds(age));
        }
        match self.time {
            ReportTime::EventTimestamp if !has(&report, EVENT_TIMESTAMP) => {
                report.with(EVENT_TIMESTAMP, unix_seconds(now))
            }
            ReportTime::DelayTime if !has(&report, ACCT_DELAY_TIME) => report.with(ACCT_DELAY_TIME, 0),
            ReportTime::EventTimestamp | ReportTime::DelayTime => report,
        }
    }
}

/// A request to change or end a session as it is to be sent: with the time of its making, so that it is not taken when
/// somebody sends it again later (RFC 5176 §6.3), and with a Message-Authenticator, which peers may demand since
/// CVE-2024-3596. Both stay the same however often it is sent.
#[must_use]
pub fn change_of_authorization(packet: Packet, now: SystemTime) -> Packet {
    let packet = match packet.get(EVENT_TIMESTAMP) {
        Ok(None) => packet.with(EVENT_TIMESTAMP, unix_seconds(now)),
        Ok(Some(_)) | Err(_) => packet,
    };
    packet.signed()
}

fn unix_seconds(time: SystemTime) -> u32 {
    whole_seconds(time.duration_since(UNIX_EPOCH).unwrap_or_default())
}

fn whole_seconds(time: Duration) -> u32 {
    u32::try_from(time.as_secs()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::crypto::Secret;
    use crate::fixture::USER_NAME;
    use crate::packet::{Code, Received, RequestPolicy, VerifyError};

    fn numbers(report: &Packet) -> Vec<u8> {
        report.iter().map(|raw| raw.number).collect()
    }

    fn at(seconds: u64) -> SystemTime {
        UNIX_EPOCH + Duration::from_secs(seconds)
    }

    #[test]
    fn start_interim_and_stop_share_the_session_and_tell_their_time_p40_p42() {
        let session = Session::new(Packet::accounting_request().with(USER_NAME, "bob"), "42");
        assert_eq!(session.id(), "42");
        for (status, number, expected) in [
            (Status::Start, 1, vec![1, 44, 40, 55]),
            (Status::Interim, 3, vec![1, 44, 40, 46, 55]),
            (Status::Stop, 2, vec![1, 44, 40, 46, 55]),
        ] {
            let report = session.report(status, Duration::from_secs(90), at(1_700_000_000), |report| report);
            assert_eq!(numbers(&report), expected);
            assert_eq!(report.get(ACCT_STATUS_TYPE), Ok(Some(number)));
            assert_eq!(report.get(ACCT_SESSION_ID), Ok(Some("42")));
            assert_eq!(report.get(EVENT_TIMESTAMP), Ok(Some(1_700_000_000)));
            let age = (status != Status::Start).then_some(90);
            assert_eq!(report.get(ACCT_SESSION_TIME), Ok(age));
        }
    }

    #[test]
    fn a_delay_begins_at_zero_p41() {
        let session = Session::new(Packet::accounting_request(), "1").with_time(ReportTime::DelayTime);
        let report = session.report(Status::Start, Duration::ZERO, at(0), |report| report);
        assert_eq!((numbers(&report), report.get(ACCT_DELAY_TIME)), (vec![44, 40, 41], Ok(Some(0))));
    }

    #[test]
    fn what_the_application_gives_is_kept_p42() {
        let common = Packet::accounting_request().with(ACCT_SESSION_ID, "its own");
        let session = Session::new(common, "another");
        assert_eq!(session.id(), "its own");
        let fill = |report: Packet| report.with(ACCT_SESSION_TIME, 5).with(EVENT_TIMESTAMP, 6);
        let report = session.report(Status::Stop, Duration::from_secs(9), at(9), fill);
        assert_eq!(numbers(&report), [44, 40, 46, 55]);
        assert_eq!((report.get(ACCT_SESSION_TIME), report.get(EVENT_TIMESTAMP)), (Ok(Some(5)), Ok(Some(6))));
    }

    #[test]
    fn a_change_of_authorization_is_dated_and_signed_p53_p91() {
        let request = change_of_authorization(Packet::coa_request().with(USER_NAME, "bob"), at(7));
        assert_eq!(request.get(EVENT_TIMESTAMP), Ok(Some(7)));
        assert_eq!(change_of_authorization(request.clone(), at(8)).get(EVENT_TIMESTAMP), Ok(Some(7)));
        let secret = Secret::new("a shared secret").unwrap();
        let sealed = request.seal_request(9, &secret).unwrap();
        let received = Received::from_datagram(sealed.octets()).unwrap();
        let numbers: Vec<_> = received.attributes().map(|raw| raw.number).collect();
        assert_eq!(numbers, [80, 1, 55], "the Message-Authenticator comes first");
        received.verify_request(&secret, RequestPolicy::default()).unwrap();
        let mut changed = sealed.octets().to_vec();
        changed[25] ^= 1;
        let zeros = [0; 16];
        let authenticator = secret.authenticator(&[&changed[..4], &zeros, &changed[20..]]);
        changed[4..20].copy_from_slice(&authenticator);
        let changed = Received::from_datagram(&changed).unwrap();
        assert_eq!(
            changed.verify_request(&secret, RequestPolicy::default()),
            Err(VerifyError::MessageAuthenticator)
        );
        let nak = Packet::new(Code::COA_NAK).signed().seal_reply(sealed.header(), &secret).unwrap();
        Received::from_datagram(&nak).unwrap().verify_reply(sealed.header(), &secret, true).unwrap();
        assert_eq!(nak[20], 80);
    }
}
