//! What belongs to a server besides requests: what is done before and after them, and beside them.

use std::fmt;
use std::pin::Pin;
use std::time::Duration;

use tokio::task::JoinSet;

use super::HandlerError;

type Boxed<T> = Pin<Box<dyn Future<Output = T> + Send>>;

/// Hooks and tasks. `start` runs before the sockets are bound, `tasks` while the server serves, `stop` behind the last
/// request.
#[derive(Default)]
pub(super) struct Lifecycle {
    start: Vec<Boxed<Result<(), HandlerError>>>,
    stop: Vec<Boxed<()>>,
    tasks: Vec<(String, Boxed<()>)>,
}

impl fmt::Debug for Lifecycle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let tasks: Vec<_> = self.tasks.iter().map(|(name, _)| name).collect();
        f.debug_struct("Lifecycle").field("tasks", &tasks).finish_non_exhaustive()
    }
}

impl Lifecycle {
    pub(super) fn on_start(&mut self, hook: impl Future<Output = Result<(), HandlerError>> + Send + 'static) {
        self.start.push(Box::pin(hook));
    }

    pub(super) fn on_stop(&mut self, hook: impl Future<Output = ()> + Send + 'static) {
        self.stop.push(Box::pin(hook));
    }

    pub(super) fn background(&mut self, name: String, task: impl Future<Output = ()> + Send + 'static) {
        self.tasks.push((name, Box::pin(task)));
    }

    pub(super) fn every<F>(
        &mut self,
        name: String,
        period: Duration,
        mut task: impl FnMut() -> F + Send + 'static,
    ) where
        F: Future<Output = Result<(), HandlerError>> + Send + 'static,
    {
        let label = name.clone();
        self.background(name, async move {
            loop {
                tokio::time::sleep(period).await;
                // In a task of its own: a panic costs this round only.
                let mut round = JoinSet::new();
                round.spawn(task());
                match round.join_next().await {
                    Some(Ok(Err(error))) => tracing::warn!(task = label, error, "a periodic task failed"),
                    Some(Err(_)) => tracing::error!(task = label, "a periodic task panicked"),
                    Some(Ok(Ok(()))) | None => {}
                }
            }
        });
    }

    /// Runs what has to be done before the server may take requests, in order. The first error ends it.
    pub(super) async fn run_start_hooks(&mut self) -> Result<(), HandlerError> {
        for hook in std::mem::take(&mut self.start) {
            hook.await?;
        }
        Ok(())
    }

    /// Starts the tasks. They end when what is returned is dropped.
    pub(super) fn start_tasks(&mut self) -> JoinSet<()> {
        let mut running = JoinSet::new();
        for (name, task) in std::mem::take(&mut self.tasks) {
            running.spawn(async move {
                let mut alone = JoinSet::new();
                alone.spawn(task);
                if let Some(Err(_)) = alone.join_next().await {
                    tracing::error!(task = name, "a background task panicked");
                }
            });
        }
        running
    }

    /// Runs what is to be done at the end, in order, each within the time. Says how many took longer.
    pub(super) async fn run_stop_hooks(self, limit: Duration) -> usize {
        let mut cut = 0;
        for hook in self.stop {
            let mut alone = JoinSet::new();
            alone.spawn(hook);
            match tokio::time::timeout(limit, alone.join_next()).await {
                Ok(Some(Err(_))) => tracing::error!("a shutdown hook panicked"),
                Ok(_) => {}
                Err(_) => cut += 1,
            }
        }
        cut
    }
}
