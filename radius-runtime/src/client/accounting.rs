//! Accounting of sessions.

use std::time::{Duration, SystemTime};

use tokio::time::{Instant, MissedTickBehavior, interval_at};

use crate::crypto;
use crate::packet::{OpenPacket, Packet, SealError};
use crate::proto::accounting::{ReportTime, Session, Status};

use super::send::Options;
use super::{Client, ClientError};

/// One session of a user, as it is reported to an accounting server: a start, interim updates, a stop (RFC 2866 §2).
///
/// All reports hold the attributes that the session was made with, and its Acct-Session-Id. Acct-Status-Type,
/// Acct-Session-Time and the time of the event are added.
///
/// ```no_run
/// # mod dictionary {
/// #     use radius_runtime::Attribute;
/// #     use radius_runtime::codegen::{DataType, Definition, Flags, Parent};
/// #     pub const USER_NAME: Attribute<str> =
/// #         Attribute::new(Definition::new("User-Name", Parent::Packet, 1, DataType::String, Flags::NONE));
/// # }
/// use dictionary::USER_NAME;
/// use radius_runtime::Packet;
/// use radius_runtime::client::{Client, ClientError};
/// use radius_runtime::proto::Usage;
///
/// # async fn example(client: Client) -> Result<(), ClientError> {
/// let session = client.accounting_session(Packet::accounting_request().with(USER_NAME, "alice"))?;
/// session.start(|report| report).await?;
/// let usage = Usage { input_octets: 512, output_octets: 5 << 30 };
/// session.interim(|report| usage.add_to(report)).await?;
/// session.stop(|report| usage.add_to(report)).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct AccountingSession {
    client: Client,
    session: Session,
    began: Instant,
}

/// The shortest time between interim updates (RFC 2869 §5.16).
pub const MIN_INTERIM_INTERVAL: Duration = Duration::from_secs(60);

/// The longest one: Acct-Interim-Interval has 32 bits. Beyond, clocks overflow.
const MAX_INTERIM_INTERVAL: Duration = Duration::from_secs(u32::MAX as u64);

impl Client {
    /// A session that begins now, whose reports all hold the attributes of `common`. An Acct-Session-Id is made up if there
    /// is none among them.
    ///
    /// A report is given up as any request is. Where none may be lost, the client is one that goes on for as long as it is
    /// waited for: [`Retransmission::persistent`](crate::proto::Retransmission::persistent).
    ///
    /// # Errors
    /// The operating system gives no random numbers.
    pub fn accounting_session(&self, common: Packet) -> Result<AccountingSession, ClientError> {
        let mut random = [0; 8];
        crypto::fill(&mut random).map_err(SealError::from)?;
        let id = format!("{:016x}", u64::from_be_bytes(random));
        let session = Session::new(common, &id);
        Ok(AccountingSession { client: self.clone(), session, began: Instant::now() })
    }
}

impl AccountingSession {
    /// How the reports say when their events happened. The default is Event-Timestamp.
    #[must_use]
    pub fn report_time(mut self, time: ReportTime) -> Self {
        self.session = self.session.with_time(time);
        self
    }

    /// Acct-Session-Id.
    #[must_use]
    pub fn id(&self) -> &str {
        self.session.id()
    }

    /// Reports that the session begins, with what `fill` adds.
    ///
    /// # Errors
    /// The server did not confirm that it stored the report, or it cannot be sent.
    pub async fn start(&self, fill: impl FnOnce(Packet) -> Packet) -> Result<OpenPacket, ClientError> {
        self.report(Status::Start, fill, None).await
    }

    /// Reports that the session goes on, with what `fill` adds.
    ///
    /// # Errors
    /// The server did not confirm that it stored the report, or it cannot be sent.
    pub async fn interim(&self, fill: impl FnOnce(Packet) -> Packet) -> Result<OpenPacket, ClientError> {
        self.report(Status::Interim, fill, None).await
    }

    /// Reports that the session ended, with what `fill` adds.
    ///
    /// # Errors
    /// The server did not confirm that it stored the report, or it cannot be sent.
    pub async fn stop(&self, fill: impl FnOnce(Packet) -> Packet) -> Result<OpenPacket, ClientError> {
        self.report(Status::Stop, fill, None).await
    }

    /// Reports every so often that the session goes on, until the future is dropped. Acct-Interim-Interval in an
    /// Access-Accept says how often; less than [`MIN_INTERIM_INTERVAL`] is taken as that.
    ///
    /// A report that is not confirmed until the next one is due is given up, as that one says more.
    ///
    /// ```no_run
    /// # use radius_runtime::client::AccountingSession;
    /// # use std::time::Duration;
    /// # async fn the_user_leaves() {}
    /// # async fn example(session: AccountingSession) {
    /// tokio::select! {
    ///     never = session.interim_every(Duration::from_secs(600), |report| report) => never,
    ///     () = the_user_leaves() => {}
    /// }
    /// # }
    /// ```
    pub async fn interim_every<T>(&self, interval: Duration, mut fill: impl FnMut(Packet) -> Packet) -> T {
        let interval = interval.clamp(MIN_INTERIM_INTERVAL, MAX_INTERIM_INTERVAL);
        let mut ticks = interval_at(Instant::now() + interval, interval);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            ticks.tick().await;
            if let Err(error) = self.report(Status::Interim, &mut fill, Some(interval)).await {
                tracing::warn!(session = self.id(), %error, "an interim update was not confirmed");
            }
        }
    }

    async fn report(
        &self,
        status: Status,
        fill: impl FnOnce(Packet) -> Packet,
        limit: Option<Duration>,
    ) -> Result<OpenPacket, ClientError> {
        let options = Options { limit, ..Options::default() };
        Ok(self.client.exchange(self.compose(status, fill), options).await?.reply)
    }

    /// The report on an event that happens now.
    pub(super) fn compose(&self, status: Status, fill: impl FnOnce(Packet) -> Packet) -> Packet {
        self.session.report(status, self.began.elapsed(), SystemTime::now(), fill)
    }
}
