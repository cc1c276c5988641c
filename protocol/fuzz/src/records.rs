//! The records in storage, whoever wrote them: what is taken back can be kept, is then the same, and frees no code and no token.

use crate::support::{CODE, NOW, PAGE, checks_fit_for_a_person, chosen, kept, page, parse, taken};
use protocol::callback::{self, Lookup};
use protocol::config;
use protocol::form::ConfigForm;
use protocol::json::Json;
use protocol::runs::Runs;
use protocol::trace::{Step, Trace};
use protocol::transaction::Pending;
use protocol::urlencoded::encode;
use std::fmt::Debug;

/// One text, taken for the record that the first byte chooses.
pub fn run(data: &[u8]) {
    let Some((how, text)) = chosen(data) else { return };
    match how % 4 {
        0 => pending(&text),
        1 => runs(&text),
        2 => {
            if let Some(trace) = same_again::<Trace>(&text) {
                looked_at(trace);
            }
        }
        _ => {
            if let Some(form) = same_again::<ConfigForm>(&text) {
                let _ = config::check(&form, &page(), parse);
            }
        }
    }
}

fn same_again<T: protocol::kept::Kept + Debug>(text: &str) -> Option<T> {
    let value: T = taken(text)?;
    let written = kept(&value);
    let back: T = taken(&written).expect("what is taken can be kept");
    assert_eq!(kept(&back), written, "kept again it is the same");
    assert_eq!(format!("{back:?}"), format!("{value:?}"), "taken again it is the same");
    Some(value)
}

fn looked_at(mut trace: Trace) {
    let before = kept(&trace);
    for step in Step::ALL {
        let _ = (trace.refusal(step), trace.checks(step), trace.answer(step), trace.of(step).count());
    }
    let _ = trace.returned().map(|message| message.get("code").map(str::to_owned));
    trace.forget();
    assert_eq!(kept(&trace), before, "a kept trace has nothing to forget");
    let form = trace.form().clone();
    trace.call_anew(&form);
    assert_eq!(trace.of(Step::Api).count(), 0);
}

fn runs(text: &str) {
    let runs = Runs::from_text(text);
    let written = runs.to_text();
    let back = Runs::from_text(&written);
    assert_eq!(back.to_text(), written);
    assert_eq!(format!("{back:?}"), format!("{runs:?}"));
    if let Some((flow, run)) = runs.newest() {
        assert!(runs.of(flow).is_some_and(|same| same.at_ms == run.at_ms));
        let (flow, run) = (flow.to_owned(), run.clone());
        let mut kept = runs.clone();
        kept.keep(&flow, run.clone());
        assert!(kept.of(&flow).is_some_and(|same| same.at_ms == run.at_ms));
        looked_at(run.trace);
    }
}

/// A transaction that anyone may have written is still accepted by the rules only.
fn pending(text: &str) {
    let Some(pending) = Pending::from_text(text) else { return };
    let written = pending.to_text();
    let back = Pending::from_text(&written).expect("what is taken can be kept");
    assert_eq!(back.to_text(), written);
    assert!(Json::object(&written).is_ok());
    let (state, form, created) = (pending.state.clone(), pending.trace.form().clone(), pending.created_ms);
    let verifier = pending.verifier.as_ref().map(|verifier| verifier.reveal().to_owned());
    let address = format!("{PAGE}?code={CODE}&state={}", encode(&state));
    let mut checks = callback::planned(&address);
    let Ok(response) = callback::read(&address, &mut checks) else { return };
    let Ok(pending) = callback::find(&response, |_| Lookup::Found(Box::new(pending)), &mut checks) else { return };
    let accepted = callback::accept(pending, &response, &page(), parse, NOW, &mut checks);
    checks_fit_for_a_person(&checks.finish());
    if let Ok(accepted) = accepted {
        assert!(created <= NOW && NOW - created <= 15 * 60 * 1000, "accepted after its time");
        let config = config::check(&form, &page(), parse).expect("only a valid form is accepted");
        assert!(accepted.tokens.is_none() && accepted.id_token.is_none(), "a token came of a code");
        let grant = accepted.code.expect("a code");
        assert_eq!(grant.asked.config, config);
        assert_eq!(Some(grant.verifier.reveal()), verifier.as_deref());
    }
}
