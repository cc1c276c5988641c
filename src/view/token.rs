//! Step four: the code for a token, by a request of the page's own.

use super::answer::answer_view;
use super::callback::Recalled;
use super::checks::{checks_view, tally};
use super::problem::Refusal;
use super::step::{CancelButton, Primary, StepCard};
use super::wire::block;
use crate::session::Session;
use leptos::{prelude::*, task::spawn_local};
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::trace::{Step, Trace, What};

/// The token request and its answer; for the implicit flow, the word that there is none.
#[component]
pub fn TokenStep() -> impl IntoView {
    let session = Session::expect();
    let next = move || session.token_request().map(|message| block(&message, "next, by the page itself".to_owned()));
    let record = move || session.trace.with(record);
    let waiting = Memo::new(move |_| session.flow.with(|flow| matches!(flow, Flow::HasCode(_))));
    let press = move || {
        if waiting.get_untracked() {
            spawn_local(session.exchange());
        } else {
            drop(session.begin(false));
        }
    };
    view! {
        <StepCard step=Step::Token title="Get the token" say=Signal::derive(move || say(session))>
            <Refusal step=Step::Token />
            <Recalled step=Step::Token />
            {move || explanation(session)}
            {next}
            {record}
            <div class="row">
                <Primary
                    step=Step::Token
                    label=Signal::derive(move || if waiting.get() { "Send it" } else { "Start again" }.to_owned())
                    press=press
                />
                <CancelButton step=Step::Token />
            </div>
        </StepCard>
    }
}

fn is_implicit(session: Session) -> bool {
    session.trace.with(|trace| trace.form().trimmed(Field::ResponseType) == "token")
}

fn explanation(session: Session) -> impl IntoView {
    let text = if is_implicit(session) {
        "Nothing to do: the implicit flow brought the token in the address. A page of 2010 could not have sent the request that takes its place, because browsers forbade it to read another origin\u{2019}s answer."
    } else {
        "The page asks the token endpoint for an access token, by a request of its own, and proves with the verifier that it is the one that began. This is the request whose answer browsers once kept from pages."
    };
    view! { <p>{text}</p> }
}

/// Everything that this step did, in its order.
fn record(trace: &Trace) -> impl IntoView + use<> {
    trace
        .of(Step::Token)
        .filter_map(|event| match &event.what {
            What::Sent(message) => Some(block(message, "sent by the page itself".to_owned()).into_any()),
            What::Answered(answer) => Some(answer_view(answer).into_any()),
            What::Checked(checks) => Some(checks_view(checks, "Checks of the token response").into_any()),
            _ => None,
        })
        .collect_view()
}

fn say(session: Session) -> String {
    let (has_code, has_token) = session.flow.with(|flow| (matches!(flow, Flow::HasCode(_)), flow.tokens().is_some()));
    if is_implicit(session) {
        return if has_token { "it came with the callback" } else { "" }.to_owned();
    }
    if has_code {
        return "the code waits to be exchanged".to_owned();
    }
    session.trace.with(|trace| {
        let tally = trace.checks(Step::Token).map(tally).unwrap_or_default();
        match trace.answer(Step::Token) {
            Some(answer) => format!("{} in {} ms, {tally}", answer.status, answer.elapsed_ms),
            None => tally,
        }
    })
}
