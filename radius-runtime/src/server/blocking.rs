//! Handlers that block: for databases and directories without an async interface.

use std::panic;
use std::sync::Arc;

use crate::attribute::AttributeSet;

use super::{Answer, Handler, HandlerError, Request};

/// A [`Handler`] whose methods may block. [`Blocking`] makes a handler of it.
///
/// The defaults are those of [`Handler`].
///
/// ```
/// use radius_runtime::server::{Answer, Blocking, BlockingHandler, HandlerError, Request};
///
/// struct Doorman;
///
/// impl BlockingHandler for Doorman {
///     fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
///         let word = std::fs::read_to_string("word of the day")?;
///         Ok(if request.check_password(word)? { request.accept() } else { request.reject() })
///     }
/// }
///
/// let handler = Blocking::new(Doorman);
/// ```
pub trait BlockingHandler: Send + Sync + 'static {
    /// As [`Handler::access_request`].
    ///
    /// # Errors
    /// The request stays unanswered.
    fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
        Ok(request.reject())
    }

    /// As [`Handler::accounting_request`].
    ///
    /// # Errors
    /// The request stays unanswered.
    fn accounting_request(&self, request: Request) -> Result<Answer, HandlerError> {
        drop(request);
        Ok(Answer::unsupported())
    }

    /// As [`Handler::coa_request`].
    ///
    /// # Errors
    /// The request stays unanswered, or is refused.
    fn coa_request(&self, request: Request) -> Result<Answer, HandlerError> {
        drop(request);
        Ok(Answer::unsupported())
    }

    /// As [`Handler::disconnect_request`].
    ///
    /// # Errors
    /// The request stays unanswered, or is refused.
    fn disconnect_request(&self, request: Request) -> Result<Answer, HandlerError> {
        drop(request);
        Ok(Answer::unsupported())
    }

    /// As [`Handler::coa_attributes`].
    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::new()
    }
}

/// Runs each request of a [`BlockingHandler`] on tokio's pool of threads for that, of which there are up to 512 by default.
#[derive(Debug)]
pub struct Blocking<H>(Arc<H>);

impl<H: BlockingHandler> Blocking<H> {
    /// Makes a handler of one that blocks.
    pub fn new(handler: H) -> Self {
        Self(Arc::new(handler))
    }

    fn run<W>(&self, work: W) -> impl Future<Output = Result<Answer, HandlerError>> + Send + use<H, W>
    where
        W: FnOnce(&H) -> Result<Answer, HandlerError> + Send + 'static,
    {
        let handler = Arc::clone(&self.0);
        let running = tokio::task::spawn_blocking(move || work(&handler));
        async move {
            match running.await {
                Ok(answer) => answer,
                Err(error) => match error.try_into_panic() {
                    Ok(payload) => panic::resume_unwind(payload),
                    Err(error) => Err(error.into()),
                },
            }
        }
    }
}

impl<H: BlockingHandler> Handler for Blocking<H> {
    fn access_request(&self, request: Request) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        self.run(|handler| handler.access_request(request))
    }

    fn accounting_request(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        self.run(|handler| handler.accounting_request(request))
    }

    fn coa_request(&self, request: Request) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        self.run(|handler| handler.coa_request(request))
    }

    fn disconnect_request(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        self.run(|handler| handler.disconnect_request(request))
    }

    fn coa_attributes(&self) -> AttributeSet {
        self.0.coa_attributes()
    }
}
