//! A handler's future, whose panic stays inside.

use std::panic::{self, AssertUnwindSafe};
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use super::{Answer, HandlerError};

/// What became of a handler.
pub(super) enum Outcome {
    Answered(Answer),
    Failed(HandlerError),
    Panicked,
}

/// A handler at work.
pub(super) struct Isolated<F>(Pin<Box<F>>);

impl<F: Future<Output = Result<Answer, HandlerError>>> Isolated<F> {
    pub(super) fn new(handler: F) -> Self {
        Self(Box::pin(handler))
    }

    /// Lets it work until it is done or has to wait. One that waits is to be polled again, as nobody will be woken.
    pub(super) fn start(&mut self) -> Poll<Outcome> {
        Pin::new(self).poll(&mut Context::from_waker(Waker::noop()))
    }
}

impl<F: Future<Output = Result<Answer, HandlerError>>> Future for Isolated<F> {
    type Output = Outcome;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Outcome> {
        // Whatever the panic leaves broken in the handler is dropped and never polled again.
        match panic::catch_unwind(AssertUnwindSafe(|| self.0.as_mut().poll(context))) {
            Ok(poll) => poll.map(|result| match result {
                Ok(answer) => Outcome::Answered(answer),
                Err(error) => Outcome::Failed(error),
            }),
            Err(_) => Poll::Ready(Outcome::Panicked),
        }
    }
}
