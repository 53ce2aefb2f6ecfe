//! A service as a handler.

use std::future::poll_fn;

use ::tower_layer::Layer;
use ::tower_service::Service;

use crate::attribute::AttributeSet;
use crate::server::{Answer, Handler, HandlerError, Request};

use super::HandlerService;

/// A service that turns requests into answers, as a [`Handler`] for a server.
///
/// Each request gets a clone of the service, waits until that is ready, and is given to it. What is to be shared, such as
/// the permits of a limit, has to be shared by clones, as those of tower are. Requests of every code come to the one
/// service: [`Request::code`](crate::Packet::code) tells them apart.
///
/// ```
/// use radius_runtime::Code;
/// use radius_runtime::server::{Answer, Request};
/// use radius_runtime::tower::ServiceHandler;
///
/// let handler = ServiceHandler::new(tower::service_fn(async |request: Request| {
///     Ok::<Answer, std::io::Error>(match request.code() {
///         Code::ACCOUNTING_REQUEST => request.acknowledge(),
///         _ => request.reject(),
///     })
/// }));
/// ```
#[derive(Clone, Debug)]
pub struct ServiceHandler<S> {
    service: S,
    coa_attributes: AttributeSet,
}

impl<S> ServiceHandler<S> {
    /// The service as a handler.
    pub const fn new(service: S) -> Self {
        Self { service, coa_attributes: AttributeSet::new() }
    }

    /// The attributes of CoA-Requests that the service handles: see [`Handler::coa_attributes`].
    #[must_use]
    pub fn coa_attributes(self, attributes: AttributeSet) -> Self {
        Self { coa_attributes: attributes, ..self }
    }
}

impl<S> ServiceHandler<S> {
    /// A handler inside layers, such as a `tower::ServiceBuilder`.
    pub fn layered<H, L>(handler: H, layers: L) -> Self
    where
        H: Handler,
        L: Layer<HandlerService<H>, Service = S>,
    {
        let coa_attributes = handler.coa_attributes();
        Self::new(layers.layer(HandlerService::new(handler))).coa_attributes(coa_attributes)
    }
}

impl<S> Handler for ServiceHandler<S>
where
    S: Service<Request, Response = Answer> + Clone + Send + Sync + 'static,
    S::Error: Into<HandlerError> + Send,
    S::Future: Send,
{
    fn access_request(&self, request: Request) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        call(self.service.clone(), request)
    }

    fn accounting_request(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        call(self.service.clone(), request)
    }

    fn coa_request(&self, request: Request) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        call(self.service.clone(), request)
    }

    fn disconnect_request(
        &self,
        request: Request,
    ) -> impl Future<Output = Result<Answer, HandlerError>> + Send {
        call(self.service.clone(), request)
    }

    fn coa_attributes(&self) -> AttributeSet {
        self.coa_attributes.clone()
    }
}

async fn call<S>(mut service: S, request: Request) -> Result<Answer, HandlerError>
where
    S: Service<Request, Response = Answer>,
    S::Error: Into<HandlerError>,
{
    poll_fn(|context| service.poll_ready(context)).await.map_err(Into::into)?;
    service.call(request).await.map_err(Into::into)
}
