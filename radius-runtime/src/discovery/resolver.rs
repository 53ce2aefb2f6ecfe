//! Who asks the DNS, and a run of the algorithm with it.

use std::collections::HashMap;
use std::pin::Pin;
use std::sync::Arc;

use tokio::task::JoinSet;
use tokio::time::timeout;

use crate::proto::Service;
use crate::proto::discovery::{Answer, Outcome, Question, Realm, Resolution, Settings};

/// What asks the DNS: [`Dns`](super::Dns), or the program's own.
///
/// It should follow aliases, and may keep answers, whose time it then shortens. There is no need for a time limit.
pub trait Resolver: Send + Sync + 'static {
    /// Asks one question.
    fn resolve(&self, question: &Question) -> impl Future<Output = Answer> + Send;
}

/// [`Resolver`] as an object.
pub(super) trait AnyResolver: Send + Sync {
    fn resolve<'a>(&'a self, question: &'a Question) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>>;
}

impl<T: Resolver> AnyResolver for T {
    fn resolve<'a>(&'a self, question: &'a Question) -> Pin<Box<dyn Future<Output = Answer> + Send + 'a>> {
        Box::pin(Resolver::resolve(self, question))
    }
}

/// Looks for the servers of a realm.
pub(super) async fn find(
    resolver: &Arc<dyn AnyResolver>,
    realm: &Realm,
    service: Service,
    settings: &Settings,
) -> Outcome {
    let mut resolution = Resolution::new(realm, service, settings.clone());
    let run = async {
        loop {
            if let Some(outcome) = resolution.outcome() {
                return outcome;
            }
            let mut asking = JoinSet::new();
            for question in resolution.questions() {
                let resolver = Arc::clone(resolver);
                asking.spawn(async move {
                    let answer = resolver.resolve(&question).await;
                    (question, answer)
                });
            }
            let mut answers = HashMap::new();
            while let Some(answered) = asking.join_next().await {
                // One that panicked has not answered.
                answers.extend(answered);
            }
            resolution.answer(&answers, || fastrand::u32(..));
        }
    };
    match timeout(settings.dns_timeout, run).await {
        Ok(outcome) => outcome,
        Err(_) => resolution.timed_out(),
    }
}
