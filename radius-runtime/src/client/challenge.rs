//! Authentication with challenges.

use crate::packet::{Code, OpenPacket, Packet};
use crate::proto::{Challenge, Conversation};

use super::send::{Answered, Options};
use super::{Client, ClientError};

impl Client {
    /// Authenticates a user, answering challenges on the way (RFC 2865 §4.4): one-time passwords, new PINs, EAP.
    ///
    /// `answer` gets each challenge and gives back the next request, made from [`Challenge::answer`], which has the
    /// State and no old credentials; or `None` to leave it at that. What comes back is an Access-Accept, an
    /// Access-Reject or the challenge that was not answered. All rounds go to the server that took the first request, as
    /// only that one knows what State means.
    ///
    /// ```no_run
    /// # mod dictionary {
    /// #     use radius_runtime::Attribute;
    /// #     use radius_runtime::codegen::{DataType, Definition, Flags, Hidden, Parent};
    /// #     pub const USER_PASSWORD: Attribute<Hidden<str>> =
    /// #         Attribute::new(Definition::new("User-Password", Parent::Packet, 2, DataType::String, Flags::from_bits(1)));
    /// #     pub const REPLY_MESSAGE: Attribute<str> =
    /// #         Attribute::new(Definition::new("Reply-Message", Parent::Packet, 18, DataType::String, Flags::NONE));
    /// # }
    /// # use dictionary::{REPLY_MESSAGE, USER_PASSWORD};
    /// # use radius_runtime::client::{Client, ClientError};
    /// # use radius_runtime::{OpenPacket, Packet};
    /// # async fn ask_the_user(_: &str) -> String { String::new() }
    /// # async fn example(client: Client, login: Packet) -> Result<OpenPacket, ClientError> {
    /// let reply = client
    ///     .authenticate(login, |challenge| async move {
    ///         let question = challenge.get(REPLY_MESSAGE).ok()??;
    ///         let code = ask_the_user(question).await;
    ///         Some(challenge.answer().with(USER_PASSWORD, code))
    ///     })
    ///     .await?;
    /// # Ok(reply)
    /// # }
    /// ```
    ///
    /// # Errors
    /// A request got no valid reply, cannot be sent, or the server asked more than [`Conversation::MAX_ROUNDS`] times.
    pub async fn authenticate<F, A>(&self, request: Packet, mut answer: F) -> Result<OpenPacket, ClientError>
    where
        // `AsyncFnMut` would keep the whole future from being `Send`.
        F: FnMut(Challenge) -> A,
        A: Future<Output = Option<Packet>>,
    {
        let mut login = Login::new(request);
        loop {
            let (request, options) = login.next();
            let (reply, challenge) = login.answered(self.exchange(request, options).await?)?;
            let Some(challenge) = challenge else { return Ok(reply) };
            match answer(challenge).await {
                Some(request) => login.go_on(request),
                None => return Ok(reply),
            }
        }
    }
}

/// What a user's authentication has come to.
#[derive(Debug)]
pub(super) struct Login {
    conversation: Conversation,
    request: Packet,
    options: Options,
}

impl Login {
    pub(super) fn new(request: Packet) -> Self {
        Self { conversation: Conversation::new(&request), request, options: Options::default() }
    }

    /// What is to be sent.
    pub(super) fn next(&self) -> (Packet, Options) {
        (self.request.clone(), self.options)
    }

    /// The reply, and the challenge if it is one.
    pub(super) fn answered(
        &mut self,
        answered: Answered,
    ) -> Result<(OpenPacket, Option<Challenge>), ClientError> {
        let Answered { server, reply } = answered;
        if reply.code() != Code::ACCESS_CHALLENGE {
            return Ok((reply, None));
        }
        self.options.server = Some(server);
        let challenge = self.conversation.challenged(reply.clone()).ok_or(ClientError::TooManyChallenges)?;
        Ok((reply, Some(challenge)))
    }

    /// Sets the answer to the last challenge.
    pub(super) fn go_on(&mut self, request: Packet) {
        self.request = request;
    }
}
