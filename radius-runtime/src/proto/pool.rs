//! Which of several servers gets a request (RFC 2865 §2.4).

/// How requests are shared between servers that are alive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Sharing {
    /// The first server gets everything; each next one stands in for those before it.
    #[default]
    FailOver,
    /// All servers get requests, each in proportion to its weight; the others stand in for one that fails.
    Balance,
}

/// The choice among servers, which it knows by their number in the list of weights.
#[derive(Clone, Debug)]
pub struct Pool {
    sharing: Sharing,
    /// Each server's weight, and how much it is owed: the one that is owed most comes next, which spreads requests evenly
    /// instead of in runs.
    servers: Vec<(u32, i64)>,
}

impl Pool {
    /// A choice among servers with these weights, which only [`Sharing::Balance`] looks at. A weight of zero counts as one.
    #[must_use]
    pub fn new(sharing: Sharing, weights: impl IntoIterator<Item = u32>) -> Self {
        Self { sharing, servers: weights.into_iter().map(|weight| (weight.max(1), 0)).collect() }
    }

    /// A server for a request that these were asked in vain. One that is not alive is chosen only if no other is left:
    /// asking it may fail, asking nobody does.
    pub fn pick(&mut self, asked: &[usize], is_alive: impl Fn(usize) -> bool) -> Option<usize> {
        let mut left: Vec<_> = (0..self.servers.len()).filter(|index| !asked.contains(index)).collect();
        if left.iter().any(|&index| is_alive(index)) {
            left.retain(|&index| is_alive(index));
        }
        match self.sharing {
            Sharing::FailOver => left.first().copied(),
            Sharing::Balance => self.balance(&left),
        }
    }

    fn balance(&mut self, left: &[usize]) -> Option<usize> {
        let mut total = 0;
        for &index in left {
            if let Some((weight, owed)) = self.servers.get_mut(index) {
                *owed = owed.saturating_add(i64::from(*weight));
                total += i64::from(*weight);
            }
        }
        let owed = |index: &usize| self.servers.get(*index).map(|&(_, owed)| owed);
        let chosen = left.iter().copied().max_by_key(|index| (owed(index), std::cmp::Reverse(*index)))?;
        if let Some((_, owed)) = self.servers.get_mut(chosen) {
            *owed = owed.saturating_sub(total);
        }
        Some(chosen)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fail_over_takes_the_first_that_is_alive_and_the_dead_last() {
        let mut pool = Pool::new(Sharing::FailOver, [1, 1, 1]);
        let alive = |index| index != 0;
        assert_eq!(pool.pick(&[], |_| true), Some(0));
        assert_eq!(pool.pick(&[], alive), Some(1));
        assert_eq!(pool.pick(&[1], alive), Some(2));
        assert_eq!(pool.pick(&[1, 2], alive), Some(0), "better than nobody");
        assert_eq!(pool.pick(&[0, 1, 2], alive), None);
    }

    #[test]
    fn balance_follows_the_weights_without_runs() {
        let mut pool = Pool::new(Sharing::Balance, [5, 1, 1]);
        let picked: Vec<_> = (0..7).filter_map(|_| pool.pick(&[], |_| true)).collect();
        assert_eq!(picked, [0, 0, 1, 0, 2, 0, 0]);
        let mut counts = [0; 3];
        for _ in 0..700 {
            counts[pool.pick(&[], |_| true).unwrap()] += 1;
        }
        assert_eq!(counts, [500, 100, 100]);
    }

    #[test]
    fn a_dead_servers_share_goes_to_the_others_and_comes_back() {
        let mut pool = Pool::new(Sharing::Balance, [1, 1, 2]);
        let mut counts = [0; 3];
        for _ in 0..300 {
            counts[pool.pick(&[], |index| index != 1).unwrap()] += 1;
        }
        assert_eq!(counts, [100, 0, 200]);
        for _ in 0..400 {
            counts[pool.pick(&[], |_| true).unwrap()] += 1;
        }
        assert_eq!(counts, [200, 100, 400]);
    }
}
