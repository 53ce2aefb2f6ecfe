//! A handler as a service.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use ::tower_service::Service;

use crate::server::{Answer, Handler, HandlerError, Request, dispatch};

/// A [`Handler`] as a service that turns requests into answers. Cloning it is cheap.
#[derive(Debug)]
pub struct HandlerService<H>(Arc<H>);

impl<H> HandlerService<H> {
    /// The handler as a service.
    pub fn new(handler: H) -> Self {
        Self(Arc::new(handler))
    }
}

impl<H> Clone for HandlerService<H> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<H: Handler> Service<Request> for HandlerService<H> {
    type Response = Answer;
    type Error = HandlerError;
    type Future = Pin<Box<dyn Future<Output = Result<Answer, HandlerError>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), HandlerError>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        let handler = Arc::clone(&self.0);
        Box::pin(async move { dispatch(&*handler, request).await })
    }
}
