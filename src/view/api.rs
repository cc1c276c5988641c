//! Step five: the token used.

use super::answer::answer_view;
use super::callback::Recalled;
use super::checks::checks_view;
use super::countdown::Countdown;
use super::problem::Refusal;
use super::step::{CancelButton, Primary, StepCard};
use super::wire::block;
use crate::session::Session;
use leptos::{prelude::*, task::spawn_local};
use protocol::flow::{Flow, StepState};
use protocol::form::Field;
use protocol::trace::{Step, Trace, What};

/// The API call and its answer.
#[component]
pub fn ApiStep() -> impl IntoView {
    let session = Session::expect();
    let ready = Memo::new(move |_| session.states().last() == Some(&StepState::Ready));
    let next = move || {
        ready.get().then(|| session.api_request().map(|message| block(&message, "next, by the page itself".to_owned())))
    };
    let has_token = Memo::new(move |_| session.flow.with(|flow| flow.tokens().is_some()));
    let press = move || {
        if has_token.get_untracked() {
            spawn_local(session.call());
        } else {
            drop(session.begin(false));
        }
    };
    view! {
        <StepCard step=Step::Api title="Call the API" say=Signal::derive(move || say(session))>
            <Refusal step=Step::Api />
            <Recalled step=Step::Api />
            <p>
                "The page calls the API with the token in a header. It goes to the origin that was named before the sign-in, and to no other."
            </p>
            <Countdown />
            {next}
            {move || (!ready.get()).then(|| session.trace.with(record))}
            <div class="row">
                <Primary step=Step::Api label=Signal::derive(move || verb(session)) press=press />
                <CancelButton step=Step::Api />
                <Show when=move || has_token.get()>
                    <button type="button" data-action="sign-in-as-other" on:click=move |_| drop(session.begin(true))>
                        "Sign in as someone else"
                    </button>
                </Show>
            </div>
        </StepCard>
    }
}

fn verb(session: Session) -> String {
    session
        .flow
        .with(|flow| match flow {
            Flow::HasToken(_) => "Call it",
            Flow::Answered { .. } => "Call it again",
            _ => "Run it again",
        })
        .to_owned()
}

/// Everything that this step did: the answer first, as it is what one came for.
fn record(trace: &Trace) -> impl IntoView + use<> {
    let pick =
        |pick: fn(&What) -> Option<AnyView>| trace.of(Step::Api).filter_map(|event| pick(&event.what)).collect_view();
    let sent = pick(|what| match what {
        What::Sent(message) => Some(block(message, "sent by the page itself".to_owned()).into_any()),
        _ => None,
    });
    let answered = pick(|what| match what {
        What::Answered(answer) => Some(answer_view(answer).into_any()),
        _ => None,
    });
    let checked = pick(|what| match what {
        What::Checked(checks) => Some(checks_view(checks, "Checks of the API's answer").into_any()),
        _ => None,
    });
    (sent, answered, checked)
}

fn say(session: Session) -> String {
    if session.form.with(|form| form.trimmed(Field::Api).is_empty()) {
        return "no API named".to_owned();
    }
    let answer = session.trace.with(|trace| trace.answer(Step::Api).map(|answer| (answer.status, answer.elapsed_ms)));
    match answer {
        Some((status, elapsed_ms)) => format!("{status} in {elapsed_ms} ms"),
        None if session.flow.with(|flow| flow.tokens().is_some()) => String::new(),
        None => "needs an access token".to_owned(),
    }
}
