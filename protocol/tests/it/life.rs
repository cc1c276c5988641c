//! Lives of a page: any events in any order, in several tabs, driven through the protocol as `src/session` drives it.
//!
//! Whatever happened, no token is held that no sign-in of this tab asked for, and no code and no verifier is sent twice. The events of a
//! life that broke a promise are printed, as few as break it.

mod tab;
mod world;

use crate::support::cases;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeSet;
use world::World;

/// What the authorization server, or somebody in its place, answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Good,
    Declined,
    WithoutState,
    ForeignState,
    OtherIssuer,
    OtherPage,
    BothParts,
    Twice,
    OtherType,
    Empty,
}

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    Good,
    Refused,
    Nonsense,
    OtherTokenType,
    Lost,
    Cancelled,
}

/// One event. Tabs, sign-ins and addresses are chosen among those that there are.
#[derive(Clone, Copy, Debug)]
pub enum Event {
    /// The person starts a sign-in and leaves.
    Leave {
        tab: usize,
        implicit: bool,
        step: bool,
    },
    /// The browser loads an answer to a sign-in, of whichever tab, in a tab.
    Answer {
        tab: usize,
        sign_in: usize,
        answer: Answer,
    },
    /// It loads an address that it has loaded before: Reload, Back, a copied link.
    Again {
        tab: usize,
        address: usize,
    },
    /// A new fragment in the address bar, without a load of the page.
    Slipped {
        tab: usize,
        sign_in: usize,
        answer: Answer,
    },
    /// The button of the step that waits.
    Press {
        tab: usize,
    },
    /// The request under way ends.
    Reply {
        tab: usize,
        reply: Reply,
    },
    /// A second press while it is under way, or before there is anything.
    StartOver {
        tab: usize,
    },
    Reload {
        tab: usize,
    },
    Duplicate {
        tab: usize,
    },
    Forget {
        tab: usize,
    },
    /// The API's address is typed anew.
    Retype {
        tab: usize,
    },
    /// Something else writes into a record of a sign-in under way.
    Damage {
        tab: usize,
    },
    Wait {
        ms: u64,
    },
    /// The clock is set back by an hour.
    Back,
}

fn event() -> impl Strategy<Value = Event> {
    let tab = || 0usize..4;
    let any_index = || 0usize..1000;
    let answer = || {
        let bad = select(vec![
            Answer::Declined,
            Answer::WithoutState,
            Answer::ForeignState,
            Answer::OtherIssuer,
            Answer::OtherPage,
            Answer::BothParts,
            Answer::Twice,
            Answer::OtherType,
            Answer::Empty,
        ]);
        prop_oneof![3 => Just(Answer::Good), 2 => bad]
    };
    let reply = {
        let bad = select(vec![Reply::Refused, Reply::Nonsense, Reply::OtherTokenType, Reply::Lost, Reply::Cancelled]);
        prop_oneof![2 => Just(Reply::Good), 1 => bad]
    };
    prop_oneof![
        6 => (tab(), any::<bool>(), any::<bool>()).prop_map(|(tab, implicit, step)| Event::Leave { tab, implicit, step }),
        8 => (tab(), any_index(), answer()).prop_map(|(tab, sign_in, answer)| Event::Answer { tab, sign_in, answer }),
        3 => (tab(), any_index()).prop_map(|(tab, address)| Event::Again { tab, address }),
        2 => (tab(), any_index(), answer()).prop_map(|(tab, sign_in, answer)| Event::Slipped { tab, sign_in, answer }),
        5 => tab().prop_map(|tab| Event::Press { tab }),
        6 => (tab(), reply).prop_map(|(tab, reply)| Event::Reply { tab, reply }),
        1 => tab().prop_map(|tab| Event::StartOver { tab }),
        2 => tab().prop_map(|tab| Event::Reload { tab }),
        2 => tab().prop_map(|tab| Event::Duplicate { tab }),
        1 => tab().prop_map(|tab| Event::Forget { tab }),
        1 => tab().prop_map(|tab| Event::Retype { tab }),
        1 => tab().prop_map(|tab| Event::Damage { tab }),
        2 => select(vec![1_000, 5 * 60_000, 15 * 60_000, 16 * 60_000]).prop_map(|ms| Event::Wait { ms }),
        1 => Just(Event::Back),
    ]
}

proptest! {
    #![proptest_config(cases(600))]

    #[test]
    fn no_life_of_a_page_holds_a_token_unasked_or_sends_a_code_twice(events in vec(event(), 1..40)) {
        let mut world = World::default();
        for event in events {
            world.happens(event);
            world.keeps_its_promises();
        }
    }
}

/// The promises would hold of a page that does nothing: most of what there is has to happen in some life.
#[test]
fn lives_come_to_tokens_and_to_every_end() {
    use proptest::strategy::ValueTree;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let mut seen = BTreeSet::new();
    for _ in 0..400 {
        let mut world = World::default();
        for event in vec(event(), 1..40).new_tree(&mut runner).unwrap().current() {
            world.happens(event);
        }
        seen.append(&mut world.seen);
    }
    for what in [
        "accepted",
        "exchanged",
        "refused exchange",
        "called",
        "answered",
        "damaged",
        "refused answer",
        "as_error",
        "expired",
        "iss",
        "mismatched",
        "missing",
        "mode",
        "param",
        "used",
    ] {
        assert!(seen.contains(what), "{what} never happened, only {seen:?}");
    }
}

/// A tab that was duplicated during a sign-in has a copy of it, and a lock keeps the two from one code.
#[test]
fn a_duplicated_tab_is_kept_from_a_code_while_the_page_that_sent_it_lives() {
    assert_eq!(codes_sent_when_duplicated(&[]), 1);
}

/// The limit that SECURITY.md names: a lock ends with its page. After that the server alone refuses the code.
#[test]
fn once_that_page_is_gone_the_duplicate_can_send_the_code_again() {
    assert_eq!(codes_sent_when_duplicated(&[Event::Reload { tab: 0 }]), 2);
}

fn codes_sent_when_duplicated(between: &[Event]) -> usize {
    let mut world = World::default();
    world.happens(Event::Leave { tab: 0, implicit: false, step: false });
    world.happens(Event::Duplicate { tab: 0 });
    world.happens(Event::Answer { tab: 0, sign_in: 0, answer: Answer::Good });
    for event in between {
        world.happens(*event);
    }
    world.happens(Event::Again { tab: 1, address: 0 });
    world.keeps_its_promises();
    world.codes_sent()
}
