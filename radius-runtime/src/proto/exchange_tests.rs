//! Exchanges with a virtual clock.

use std::time::Duration;

use super::Retransmission;
use super::exchange::*;

/// The random number that leaves intervals as they are.
const MIDDLE: u32 = u32::MAX / 2;

fn seconds(time: Duration) -> f64 {
    (time.as_secs_f64() * 10.0).round() / 10.0
}

/// Servers that never answer: when which was asked, and when the request was given up.
fn silence(exchange: &mut Exchange, servers: &[Candidate]) -> (Vec<(f64, usize)>, f64) {
    let (mut now, mut sent) = (Duration::ZERO, vec![]);
    loop {
        let pick = |asked: &[usize]| servers.iter().find(|one| !asked.contains(&one.server)).copied();
        match exchange.next(now, MIDDLE, pick) {
            Step::Transmit { server } => sent.push((seconds(now), server)),
            Step::Wait { until } => {
                assert!(until > now, "time goes on");
                now = until;
            }
            Step::GiveUp => return (sent, seconds(now)),
        }
    }
}

fn udp(server: usize) -> Candidate {
    Candidate { server, is_reliable: false }
}

fn tls(server: usize) -> Candidate {
    Candidate { server, is_reliable: true }
}

fn exchange() -> Exchange {
    Exchange::new(Retransmission::default(), None, 2)
}

#[test]
fn one_server_is_asked_as_rfc5080_says_p80() {
    let sent = vec![(0.0, 0), (2.0, 0), (6.0, 0), (14.0, 0)];
    assert_eq!(silence(&mut exchange(), &[udp(0)]), (sent, 30.0));
}

#[test]
fn a_count_ends_it_before_its_time_p80() {
    let timers = Retransmission { max_transmissions: 2, ..Retransmission::default() };
    assert_eq!(silence(&mut Exchange::new(timers, None, 2), &[udp(0)]), (vec![(0.0, 0), (2.0, 0)], 6.0));
}

#[test]
fn without_limits_it_never_ends_by_itself_p80() {
    let mut exchange = Exchange::new(Retransmission::persistent(), None, 2);
    let mut now = Duration::ZERO;
    while exchange.transmissions() < 20 {
        match exchange.next(now, MIDDLE, |asked| asked.is_empty().then_some(udp(0))) {
            Step::Transmit { .. } => {}
            Step::Wait { until } => now = until,
            Step::GiveUp => panic!("given up at {now:?}"),
        }
    }
    assert!(now > Duration::from_secs(86_400), "20 transmissions take days, as MRT is 0: {now:?}");
}

#[test]
fn the_limit_of_one_request_takes_the_place_of_the_default() {
    let mut short = Exchange::new(Retransmission::default(), Some(Duration::from_secs(5)), 2);
    assert_eq!(silence(&mut short, &[udp(0)]), (vec![(0.0, 0), (2.0, 0)], 5.0));
    let mut none = Exchange::new(Retransmission::default(), Some(Duration::ZERO), 2);
    assert_eq!(silence(&mut none, &[udp(0)]), (vec![(0.0, 0)], 0.0), "sent once, in any case");
}

#[test]
fn the_next_server_follows_after_its_share_and_the_end_is_one_for_all() {
    let sent = vec![(0.0, 0), (2.0, 0), (6.0, 1), (8.0, 1), (12.0, 2), (14.0, 2), (18.0, 0), (26.0, 0)];
    assert_eq!(silence(&mut exchange(), &[udp(0), udp(1), udp(2)]), (sent, 30.0));
}

#[test]
fn a_server_that_cannot_do_it_is_not_asked_again_p153() {
    for candidate in [udp, tls] {
        let servers = [candidate(0), candidate(1)];
        let pick = |asked: &[usize]| servers.iter().find(|one| !asked.contains(&one.server)).copied();
        let mut exchange = exchange();
        assert_eq!(exchange.next(Duration::ZERO, MIDDLE, pick), Step::Transmit { server: 0 });
        exchange.declined(0);
        // Its connection may end then, which is no news.
        exchange.lost(0, Duration::ZERO, MIDDLE);
        let (sent, _) = silence(&mut exchange.clone(), &servers);
        assert!(!sent.is_empty() && sent.iter().all(|&(_, server)| server == 1), "{sent:?}");
        assert_eq!(exchange.next(Duration::ZERO, MIDDLE, pick), Step::Transmit { server: 1 });
        exchange.declined(1);
        assert_eq!(exchange.next(Duration::ZERO, MIDDLE, pick), Step::GiveUp, "at once");
    }
}

#[test]
fn a_closed_port_moves_the_request_at_once() {
    let mut exchange = exchange();
    let servers = [udp(0), udp(1)];
    let pick = |asked: &[usize]| servers.iter().find(|one| !asked.contains(&one.server)).copied();
    let at = Duration::from_millis;
    assert_eq!(exchange.next(at(0), MIDDLE, pick), Step::Transmit { server: 0 });
    exchange.lost(0, at(1), MIDDLE);
    assert_eq!(exchange.next(at(1), MIDDLE, pick), Step::Transmit { server: 1 });
    exchange.lost(1, at(2), MIDDLE);
    // Nobody else is there: the timers go on, as a server may come back.
    let Step::Wait { until } = exchange.next(at(2), MIDDLE, pick) else { panic!("must wait") };
    assert_eq!(seconds(until), 2.0);
    assert_eq!(exchange.next(until, MIDDLE, pick), Step::Transmit { server: 0 });
}

#[test]
fn a_closed_port_alone_changes_no_timer() {
    let mut exchange = exchange();
    let pick = |asked: &[usize]| asked.is_empty().then_some(udp(0));
    assert_eq!(exchange.next(Duration::ZERO, MIDDLE, pick), Step::Transmit { server: 0 });
    exchange.lost(0, Duration::from_millis(1), MIDDLE);
    let Step::Wait { until } = exchange.next(Duration::from_millis(1), MIDDLE, pick) else { panic!() };
    assert_eq!(seconds(until), 2.0);
}

#[test]
fn a_reliable_transport_gets_it_once_and_has_until_the_end_p120() {
    assert_eq!(silence(&mut exchange(), &[tls(0)]), (vec![(0.0, 0)], 30.0));
    let (sent, end) = silence(&mut exchange(), &[tls(0), udp(1)]);
    assert_eq!((&sent[..2], end), (&[(0.0, 0), (6.0, 1)][..], 30.0));
    assert!(!sent[1..].iter().any(|&(_, server)| server == 0), "never twice over one connection");
}

#[test]
fn a_lost_connection_sends_it_again_over_another_and_the_clock_runs_on_p120() {
    let mut exchange = exchange();
    let pick = |asked: &[usize]| asked.is_empty().then_some(tls(0));
    let at = Duration::from_secs;
    assert_eq!(exchange.next(at(0), MIDDLE, pick), Step::Transmit { server: 0 });
    exchange.lost(0, at(3), MIDDLE);
    assert_eq!(exchange.next(at(3), MIDDLE, pick), Step::Transmit { server: 0 }, "at once");
    exchange.lost(0, at(3), MIDDLE);
    let Step::Wait { until } = exchange.next(at(3), MIDDLE, pick) else { panic!("no storm of connections") };
    assert!(until > at(4), "{until:?}");
    assert_eq!(exchange.next(until, MIDDLE, pick), Step::Transmit { server: 0 });
    let Step::Wait { until } = exchange.next(until, MIDDLE, pick) else { panic!("not over the same one") };
    assert_eq!(exchange.next(until, MIDDLE, pick), Step::Wait { until: at(30) });
    assert_eq!(exchange.next(at(30), MIDDLE, pick), Step::GiveUp);
}

#[test]
fn nobody_to_ask_is_given_up_at_once() {
    assert_eq!(exchange().next(Duration::ZERO, MIDDLE, |_| None), Step::GiveUp);
}

#[test]
fn whatever_happens_it_ends_within_its_time() {
    // Losses, repeated calls and odd times in any order: never a transmission after the end, never a wait beyond it.
    let mut random = 1_u32;
    let mut next = move || {
        random ^= random << 13;
        random ^= random >> 17;
        random ^= random << 5;
        random
    };
    for _ in 0..500 {
        let mut exchange = exchange();
        let mut now = Duration::ZERO;
        let servers = [udp(0), tls(1), udp(2)];
        loop {
            assert!(exchange.transmissions() < 200, "no storm");
            let pick = |asked: &[usize]| servers.iter().find(|one| !asked.contains(&one.server)).copied();
            match exchange.next(now, next(), pick) {
                Step::Transmit { .. } => assert!(now < exchange.end()),
                Step::Wait { until } => {
                    assert!(until > now && until <= exchange.end());
                    now = if next() % 3 == 0 {
                        until
                    } else {
                        now + (until - now) / 2 + Duration::from_millis(1)
                    };
                }
                Step::GiveUp => break,
            }
            if next() % 4 == 0 {
                exchange.lost((next() % 3) as usize, now, next());
            }
        }
    }
}
