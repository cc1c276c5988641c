//! One exchange as arrows.

use super::Hosts;
use crate::drawing::plan::{self, arrow};
use crate::drawing::{Arrow, Entry, Fate, Party, Way, words};
use crate::exchange::{Exchange, Travel};
use crate::outside::made_visible;
use crate::relay;
use crate::trace::Step;
use crate::wire::{Channel, Message, Place, Shown};

/// An exchange among the others.
pub struct Around<'a> {
    /// Who is who.
    pub hosts: &'a Hosts<'a>,
    /// Those before it.
    pub before: &'a [Exchange<'a>],
    /// It and those after it.
    pub after: &'a [Exchange<'a>],
    /// Whether it waits, where it has no answer.
    pub waits: bool,
}

impl Around<'_> {
    /// Its entry.
    pub fn entry(&self, one: &Exchange<'_>) -> Entry {
        let (title, mut arrows) = match one.travel {
            Travel::Left => (self.place(one), self.departure(one)),
            Travel::Returned => (self.place(one), self.arrival(one)),
            Travel::Sent | Travel::Fetched | Travel::Probed => ("", self.request(one)),
        };
        if let Some(report) = one.refusal
            && let Some(failed) = arrows.iter_mut().find(|arrow| matches!(arrow.fate, Fate::Broken | Fate::Refused))
        {
            let kind = made_visible(&report.kind, 24).replace(['\n', '\t'], " ");
            let verb = if failed.fate == Fate::Broken { "failed" } else { "refused" };
            let reason = report.reason.as_ref().map(|reason| format!(", {reason}")).unwrap_or_default();
            failed.note = format!("{verb}: {kind}{reason}");
        }
        Entry { index: Some(one.index), folded: None, title: title.to_owned(), arrows }
    }

    /// Where a navigation happens, if that is not this page's own window.
    fn place(&self, one: &Exchange<'_>) -> &'static str {
        // What was pushed beforehand is not in the address.
        let leaves = one.step == Step::Authorize && one.travel == Travel::Left;
        let pushed = self.before.last().filter(|_| leaves).filter(|other| other.step == Step::Authorize);
        let relayed =
            relay::is_at(&one.message.target) || goes_to_the_relay(one) || pushed.is_some_and(goes_to_the_relay);
        match (relayed, one.step) {
            (false, _) => "",
            (true, Step::Session) => "in a hidden frame",
            (true, _) => "in a window of its own",
        }
    }

    fn out(&self, one: &Exchange<'_>) -> Arrow {
        let fate = match one.refusal {
            Some(_) => Fate::Broken,
            None if self.waits => Fate::AtHand,
            None => Fate::Passed,
        };
        arrow(Party::Page, self.hosts.party(one), Way::Front, &words::departure(one.message), "").of(fate)
    }

    /// The browser leaves; and what the person does there, which no page sees, where anybody is asked.
    fn departure(&self, one: &Exchange<'_>) -> Vec<Arrow> {
        let asks = one.step == Step::Authorize && !is(one.message, "prompt", "none") && one.refusal.is_none();
        let fate = if self.waits { Fate::AtHand } else { Fate::Passed };
        std::iter::once(self.out(one)).chain(asks.then(|| plan::sign_in().of(fate))).collect()
    }

    /// The browser comes back. Where nobody had left, anybody may have sent it.
    fn arrival(&self, one: &Exchange<'_>) -> Vec<Arrow> {
        let asked = |other: &Exchange<'_>| other.message.channel == Channel::Front && other.travel != Travel::Returned;
        let from = if self.before.iter().any(asked) { Party::Server } else { Party::Other };
        let has_code = one.message.lines.iter().any(|line| line.name == "code");
        let path = words::path(&one.message.target);
        let [mut back, mut fetched] = plan::arrival(one.message.place, &path, &words::arrival(one.message), has_code);
        back.from = from;
        back.fate = if one.refusal.is_some() { Fate::Refused } else { Fate::Passed };
        fetched.fate = Fate::Passed;
        let spent =
            |other: &Exchange<'_>| other.answer.is_some() && is(other.message, "grant_type", "authorization_code");
        if has_code && one.message.place == Place::Query && self.after.iter().any(spent) {
            "its log may hold the code, spent by now".clone_into(&mut fetched.note);
        }
        vec![back, fetched]
    }

    /// What became of a request of which no answer is read: a probe shows whether there was one.
    fn without_answer(&self, one: &Exchange<'_>) -> (Fate, Option<(String, Fate)>) {
        match one.probed.map(|evidence| evidence.seen) {
            Some(seen) if seen.is_answer() => (Fate::Passed, Some((seen.words(), Fate::Passed))),
            Some(_) => (Fate::Broken, None),
            None if self.waits => (Fate::AtHand, Some(("answer".to_owned(), Fate::ToCome))),
            None => (Fate::Passed, None),
        }
    }

    /// What the page sends, with the preflight before it and the answer after it.
    fn request(&self, one: &Exchange<'_>) -> Vec<Arrow> {
        let party = self.hosts.party(one);
        let sent = arrow(Party::Page, party, Way::Back, &words::request(one.message), "");
        let (fate, answer) = match (one.answer, one.refusal) {
            (Some(answer), None) => (Fate::Passed, Some((words::answer(answer), Fate::Passed))),
            (Some(answer), Some(_)) => (Fate::Passed, Some((words::answer(answer), Fate::Refused))),
            (None, Some(_)) => (Fate::Broken, None),
            (None, None) => self.without_answer(one),
        };
        let preflight = one.preflight().map(|_| plan::preflight(party).of(Fate::Passed));
        let back = answer.map(|(words, fate)| arrow(party, Party::Page, Way::Back, &words, "").of(fate));
        preflight.into_iter().chain([sent.of(fate)]).chain(back).collect()
    }
}

fn goes_to_the_relay(one: &Exchange<'_>) -> bool {
    let to_relay = |shown: &Shown| matches!(shown, Shown::Plain(text) if relay::is_at(text));
    one.message.lines.iter().any(|line| line.name == "redirect_uri" && to_relay(&line.value))
}

fn is(message: &Message, name: &str, value: &str) -> bool {
    message.lines.iter().any(|line| line.name == name && matches!(&line.value, Shown::Plain(text) if text == value))
}
