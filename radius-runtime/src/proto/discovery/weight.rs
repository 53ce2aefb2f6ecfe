//! In which order the hosts of SRV records are tried.

use super::Srv;

/// Puts the lowest priority first, and draws within a priority: each host comes next with a chance that its weight is of
/// the weights that are left (RFC 2782).
pub(super) fn in_order(mut records: Vec<Srv>, random: &mut impl FnMut() -> u32) -> Vec<Srv> {
    // Weights of 0 stand first, where only a draw of 0 finds them.
    records.sort_by_key(|record| (record.priority, record.weight));
    let mut ordered = Vec::with_capacity(records.len());
    while let Some(priority) = records.first().map(|record| record.priority) {
        let equals = records.iter().take_while(|record| record.priority == priority);
        let sums: Vec<u64> = equals
            .scan(0, |sum, record| {
                *sum += u64::from(record.weight);
                Some(*sum)
            })
            .collect();
        let total = sums.last().copied().unwrap_or_default();
        let drawn = u64::from(random()) % (total + 1);
        let next = sums.iter().position(|&sum| sum >= drawn).unwrap_or_default();
        ordered.push(records.remove(next));
    }
    ordered
}

#[cfg(test)]
mod tests {
    use super::*;

    fn srv(priority: u16, weight: u16) -> Srv {
        Srv { priority, weight, port: 2083, target: format!("{priority}-{weight}.example") }
    }

    #[test]
    fn priorities_rule_and_weights_are_chances_rfc2782() {
        let mut seed = 1_u32;
        let mut random = || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            seed >> 8
        };
        let records = [srv(5, 9), srv(1, 10), srv(1, 30), srv(1, 0), srv(3, 1)];
        let mut first = [0; 3];
        for _ in 0..10_000 {
            let ordered = in_order(records.to_vec(), &mut random);
            let priorities: Vec<_> = ordered.iter().map(|record| record.priority).collect();
            assert_eq!(priorities, [1, 1, 1, 3, 5]);
            first[usize::from(ordered[0].weight / 10).min(2)] += 1;
        }
        // Of 41 draws 30 find the weight of 30, 10 that of 10, and one that of 0.
        let [none, tenth, most] = first;
        assert!((150..=350).contains(&none) && (2200..=2700).contains(&tenth), "{first:?}");
        assert!((7000..=7600).contains(&most), "{first:?}");
    }
}
