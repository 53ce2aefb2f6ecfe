//! What an application implements.

use std::error::Error;

use super::{Answer, Request};

/// Any error. It costs the request, which stays unanswered and is logged and counted.
pub type HandlerError = Box<dyn Error + Send + Sync>;

/// What an application does with requests. Every request is verified before it comes here; the server seals and sends
/// the answer.
///
/// Handlers run concurrently. An error or a panic in one costs that request only.
///
/// ```
/// use radius_runtime::server::{Answer, Handler, HandlerError, Request};
///
/// struct Doorman;
///
/// impl Handler for Doorman {
///     async fn access_request(&self, request: Request) -> Result<Answer, HandlerError> {
///         Ok(if request.check_password("open sesame")? { request.accept() } else { request.reject() })
///     }
/// }
/// ```
pub trait Handler: Send + Sync + 'static {
    /// Answers an Access-Request. By default, access is rejected.
    fn access_request(&self, request: Request) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        async move { Ok(request.reject()) }
    }

    /// Answers an Accounting-Request, once its record is stored (RFC 2866 §4.1). By default nothing stores it, and so it
    /// stays unanswered.
    fn accounting_request(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        drop(request);
        async { Ok(Answer::discard()) }
    }
}
