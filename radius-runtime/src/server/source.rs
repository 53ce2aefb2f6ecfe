//! Requests that come over a transport of a layer above.

use std::sync::Arc;

use super::pipeline::Pipeline;

/// What brings requests to the server's pipeline from the time it is started until it is dropped.
pub(crate) trait Source<H>: Send + Sync {
    /// Requests are taken from now on.
    fn start(&self, pipeline: &Arc<Pipeline<H>>);
}
