//! What an application implements.

use std::error::Error;
use std::sync::Arc;

use crate::attribute::AttributeSet;
use crate::packet::Code;

use super::{Answer, Request};

/// Any error. It costs the request, which stays unanswered and is logged and counted.
pub type HandlerError = Box<dyn Error + Send + Sync>;

/// What an application does with requests. Every request is verified before it comes here; the server seals and sends
/// the answer.
///
/// Handlers run concurrently. An error or a panic in one costs that request only: it stays unanswered, and is handled
/// again when the client repeats it. A request that the client repeats while it is handled, or after it was answered, does
/// not come here again.
///
/// Over TLS, an Access-Request is given up when its connection breaks: its future is dropped where it waits. Other requests are
/// handled to their end, as a report is to be stored whether or not the client hears of it; and so are all of them where the
/// client said good-bye, as it may still read.
///
/// What a handler does before its first wait is done in the receive loop; whoever computes or blocks for long there
/// implements [`BlockingHandler`](super::BlockingHandler) instead.
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
        async { Ok(Answer::unsupported()) }
    }

    /// Changes a session, as a NAS (RFC 5176 §2.2). By default it is refused with Error-Cause Unsupported-Extension.
    ///
    /// The request has only attributes that name a NAS or a session, and those of
    /// [`coa_attributes`](Self::coa_attributes). An [`AttributeError`](crate::AttributeError) or
    /// [`ExtractError`](crate::extract::ExtractError) that is returned becomes a refusal with the Error-Cause for it.
    fn coa_request(&self, request: Request) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        drop(request);
        async { Ok(Answer::unsupported()) }
    }

    /// Ends a session, as a NAS (RFC 5176 §2.1). By default it is refused with Error-Cause Unsupported-Extension.
    ///
    /// The request has only attributes that may stand in it (RFC 5176 §3). Errors are as for
    /// [`coa_request`](Self::coa_request).
    fn disconnect_request(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        drop(request);
        async { Ok(Answer::unsupported()) }
    }

    /// The attributes that [`coa_request`](Self::coa_request) can change, beside those that name the session. Asked once,
    /// when the server is bound.
    ///
    /// Every attribute of a CoA-Request is mandatory, and the request is carried out wholly or not at all (RFC 5176
    /// §2.3): one with any other attribute is refused with Error-Cause Unsupported-Attribute and does not come to the
    /// handler. By default there are none. A proxy has [`AttributeSet::all`]: what is in a request, the NAS behind it checks, also
    /// in a Disconnect-Request.
    fn coa_attributes(&self) -> AttributeSet {
        AttributeSet::new()
    }
}

impl<H: Handler> Handler for Arc<H> {
    fn access_request(&self, request: Request) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        (**self).access_request(request)
    }

    fn accounting_request(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        (**self).accounting_request(request)
    }

    fn coa_request(&self, request: Request) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        (**self).coa_request(request)
    }

    fn disconnect_request(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        (**self).disconnect_request(request)
    }

    fn coa_attributes(&self) -> AttributeSet {
        (**self).coa_attributes()
    }
}

/// Calls the handler's method for the request's code.
pub(crate) async fn dispatch<H: Handler>(handler: &H, request: Request) -> Result<Answer, HandlerError> {
    match request.code() {
        Code::ACCOUNTING_REQUEST => handler.accounting_request(request).await,
        Code::COA_REQUEST => handler.coa_request(request).await,
        Code::DISCONNECT_REQUEST => handler.disconnect_request(request).await,
        _ => handler.access_request(request).await,
    }
}
