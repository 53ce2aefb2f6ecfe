//! What seldom happens, beside what happens with each packet.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

/// Lets futures be polled only when one of them has something to say: a connection waits for a timer, for the server's end and
/// for changes while packets come, and to ask all of these with each packet costs more than to read it.
pub(super) struct Gate {
    bell: Arc<Bell>,
    waker: Waker,
    /// The task that was told to the bell.
    task: Option<Waker>,
}

/// What wakes the futures behind the gate.
struct Bell {
    has_rung: AtomicBool,
    task: Mutex<Option<Waker>>,
}

impl Wake for Bell {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.has_rung.store(true, Ordering::Release);
        let task = self.task.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(task) = task {
            task.wake();
        }
    }
}

impl Gate {
    pub(super) fn new() -> Self {
        let bell = Arc::new(Bell { has_rung: AtomicBool::new(true), task: Mutex::default() });
        Self { waker: Waker::from(Arc::clone(&bell)), bell, task: None }
    }

    /// Polls what is behind the gate, always the same, if it was not yet, was ready the last time, or was woken since.
    pub(super) fn poll<T>(
        &mut self,
        context: &Context<'_>,
        poll: impl FnOnce(&mut Context<'_>) -> Poll<T>,
    ) -> Poll<T> {
        let task = context.waker();
        if !self.task.as_ref().is_some_and(|known| known.will_wake(task)) {
            self.task = Some(task.clone());
            self.bell.task.lock().unwrap_or_else(PoisonError::into_inner).clone_from(&self.task);
        }
        if !self.bell.has_rung.load(Ordering::Acquire) {
            return Poll::Pending;
        }
        self.bell.has_rung.store(false, Ordering::SeqCst);
        let polled = poll(&mut Context::from_waker(&self.waker));
        if polled.is_ready() {
            self.bell.has_rung.store(true, Ordering::Release);
        }
        polled
    }
}

/// Runs something until it is done, or until something happens that seldom does.
pub(super) async fn unless(seldom: impl Future, work: impl Future<Output = ()>) {
    let (mut seldom, mut work, mut gate) = (pin!(seldom), pin!(work), Gate::new());
    poll_fn(|context| {
        if work.as_mut().poll(context).is_ready() {
            return Poll::Ready(());
        }
        gate.poll(context, |context| seldom.as_mut().poll(context)).map(drop)
    })
    .await;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::AtomicUsize;

    #[derive(Default)]
    struct Task(AtomicUsize);

    impl Wake for Task {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::SeqCst);
        }
    }

    #[test]
    fn what_is_behind_the_gate_is_polled_when_it_was_woken_and_by_whichever_task() {
        let (mut gate, mut kept, polls) = (Gate::new(), None, AtomicUsize::new(0));
        let tasks = [Arc::new(Task::default()), Arc::new(Task::default())];
        let mut poll = |task: usize, is_ready: bool| {
            let task = Waker::from(Arc::clone(&tasks[task]));
            let polled = gate.poll(&Context::from_waker(&task), |context| {
                polls.fetch_add(1, Ordering::SeqCst);
                kept = Some(context.waker().clone());
                if is_ready { Poll::Ready(()) } else { Poll::Pending }
            });
            (polled.is_ready(), kept.clone())
        };
        let count = || polls.load(Ordering::SeqCst);
        let woken = || [0, 1].map(|task| tasks[task].0.load(Ordering::SeqCst));
        let (is_ready, waker) = poll(0, false);
        assert_eq!((is_ready, count()), (false, 1), "the first time");
        poll(0, false);
        assert_eq!((count(), woken()), (1, [0, 0]));
        waker.clone().unwrap().wake();
        assert_eq!(woken(), [1, 0]);
        assert_eq!((poll(0, false).0, count()), (false, 2));
        poll(1, false);
        waker.unwrap().wake();
        assert_eq!((count(), woken()), (2, [1, 1]), "the task that polled last");
        assert_eq!((poll(1, true).0, count()), (true, 3));
        assert_eq!((poll(1, false).0, count()), (false, 4), "again after it was ready");
        assert_eq!((poll(1, false).0, count()), (false, 4));
    }

    #[tokio::test]
    async fn work_ends_by_itself_or_when_something_else_does() {
        unless(std::future::pending::<()>(), tokio::task::yield_now()).await;
        unless(tokio::task::yield_now(), std::future::pending()).await;
    }
}
