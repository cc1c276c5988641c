//! Step two: the way out, through the address bar.

use super::configure::ErrorPageNote;
use super::problem::Refusal;
use super::step::{Primary, StepCard};
use super::wire::block;
use crate::session::Session;
use leptos::prelude::*;
use protocol::flow::Flow;
use protocol::trace::{Step, What};

/// The authorization request, shown before it leaves and after.
#[component]
pub fn AuthorizeStep() -> impl IntoView {
    let session = Session::expect();
    let message = move || {
        let prepared = session.flow.with(|flow| match flow {
            Flow::Prepared(departure) => {
                Some(block(&departure.message, "next, through the address bar".to_owned()).into_any())
            }
            _ => None,
        });
        prepared.or_else(|| {
            session.trace.with(|trace| {
                trace.of(Step::Authorize).find_map(|event| match &event.what {
                    What::Left(message) => Some(block(message, "sent through the address bar".to_owned()).into_any()),
                    _ => None,
                })
            })
        })
    };
    let waiting = Memo::new(move |_| session.flow.with(|flow| matches!(flow, Flow::Prepared(_))));
    view! {
        <StepCard step=Step::Authorize title="Ask for leave" say=Signal::derive(move || say(session))>
            <Refusal step=Step::Authorize />
            <p>
                "The browser goes to the authorization server and takes this request along in the address. The person signs in there; this page never sees the password."
            </p>
            {message}
            <div class="row">
                <Primary
                    step=Step::Authorize
                    label=Signal::derive(move || if waiting.get() { "Sign in there" } else { "Start again" }.to_owned())
                    press=move || if waiting.get_untracked() { session.leave() } else { drop(session.begin(false)) }
                />
            </div>
            <Show when=move || waiting.get()>
                <ErrorPageNote />
            </Show>
        </StepCard>
    }
}

fn say(session: Session) -> String {
    if session.flow.with(|flow| matches!(flow, Flow::Leaving)) {
        return "on the way to the server".to_owned();
    }
    session.trace.with(|trace| {
        let away = trace.events().iter().find_map(|event| match event.what {
            What::Returned(_, away_ms) if away_ms > 0 => Some(away_ms),
            _ => None,
        });
        away.map(|away_ms| format!("{} away from this page", seconds(away_ms))).unwrap_or_default()
    })
}

fn seconds(ms: u64) -> String {
    format!("{}.{} s", ms / 1000, ms % 1000 / 100)
}
