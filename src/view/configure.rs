//! Step one: which server, and what will be asked of it.

use super::field::{Faults, Kind, TextField};
use super::problem::Refusal;
use super::register::Register;
use super::step::{Primary, StepCard};
use super::wire::Wire;
use crate::session::Session;
use leptos::prelude::*;
use protocol::authorize;
use protocol::config::{METHODS, Problem};
use protocol::form::Field;
use protocol::trace::Step;

/// The form, what to register, and the next request.
#[component]
pub fn ConfigureStep() -> impl IntoView {
    let session = Session::expect();
    let problems = Memo::new(move |_| session.checked().err().unwrap_or_default());
    let faults = Faults { problems, insisted: RwSignal::new(false) };
    provide_context(faults);
    let go = move |sign_in_again| {
        if let Err(problems) = session.begin(sign_in_again) {
            faults.insisted.set(true);
            session.focus_first(&problems);
        }
    };
    view! {
        <StepCard step=Step::Configure title="Which server?" say=Signal::derive(move || say(&problems.get(), session))>
            <Refusal step=Step::Configure />
            <Known />
            <ImplicitNote />
            <PlainFields />
            <MoreFields />
            <Register />
            <Wire message=Signal::derive(move || session.form.with(authorize::preview)) note="next, through the address bar" />
            <div class="row">
                <Primary step=Step::Configure label=Signal::derive(move || verb(session)) press=move || go(false) />
                <button type="button" data-action="sign-in-as-other" on:click=move |_| go(true)>
                    "Sign in as someone else"
                </button>
            </div>
            <ErrorPageNote />
        </StepCard>
    }
}

/// Said before leaving, because nobody can say it after: a server that does not know the redirect URI never sends the person back.
#[component]
pub fn ErrorPageNote() -> impl IntoView {
    let session = Session::expect();
    let redirect_uri = move || session.form.with(|form| form.trimmed(Field::RedirectUri).to_owned());
    view! {
        <p class="small">
            "You leave this page and come back. If you end on the server\u{2019}s own error page, compare this redirect URI: "
            <code>{redirect_uri}</code>
        </p>
    }
}

#[component]
fn Known() -> impl IntoView {
    let session = Session::expect();
    let local = Memo::new(move |_| session.names_local_servers());
    let login = session.local_login().unwrap_or_default();
    view! {
        <div class="known" role="group" aria-label="Known servers">
            <button
                type="button"
                data-action="local-servers"
                aria-pressed=move || local.get().to_string()
                on:click=move |_| session.fill_local_servers()
            >
                <b>"The local servers"</b>
                <span>{format!("those of \u{201c}make demo\u{201d}; sign in as {login}")}</span>
            </button>
            <button
                type="button"
                data-action="any-server"
                aria-pressed=move || (!local.get()).to_string()
                on:click=move |_| {
                    if local.get_untracked() {
                        session.clear_addresses();
                    }
                }
            >
                <b>"Any server"</b>
                <span>"its addresses, by hand"</span>
            </button>
        </div>
    }
}

#[component]
fn ImplicitNote() -> impl IntoView {
    let session = Session::expect();
    let implicit = move || session.form.with(|form| form.trimmed(Field::ResponseType) == "token");
    view! {
        <Show when=implicit>
            <p class="legacy">
                "The implicit flow puts the token itself into the address bar. It is here to be looked at: "
                <a href="https://www.rfc-editor.org/rfc/rfc10017#section-7.2" rel="noopener noreferrer">
                    "RFC 10017 §7.2"
                </a> " forbids clients to get access tokens this way."
            </p>
        </Show>
    }
}

#[component]
fn PlainFields() -> impl IntoView {
    let session = Session::expect();
    let code = move || session.form.with(|form| form.trimmed(Field::ResponseType) != "token");
    view! {
        <div class="fields">
            <TextField
                field=Field::AuthorizationEndpoint
                label="Authorization endpoint"
                example="https://login.example.com/authorize"
            />
            <div hidden=move || !code()>
                <TextField field=Field::TokenEndpoint label="Token endpoint" example="https://login.example.com/token" />
            </div>
            <TextField field=Field::ClientId label="Client id" />
            <TextField field=Field::Api label="API to call" example="https://api.example.com/me" />
            <TextField field=Field::Scope label="Scope" example="openid profile" />
        </div>
    }
}

#[component]
fn MoreFields() -> impl IntoView {
    let session = Session::expect();
    let code = move || session.form.with(|form| form.trimmed(Field::ResponseType) != "token");
    view! {
        <details class="more" data-more="">
            <summary>"More: issuer, redirect URI, extra parameters, method, headers and body"</summary>
            <div class="fields">
                <TextField field=Field::Issuer label="Issuer, to compare with iss" example="https://login.example.com" />
                <TextField field=Field::RedirectUri label="Redirect URI" />
                <TextField
                    field=Field::AuthorizationParams
                    label="Extra authorization parameters"
                    kind=Kind::Lines
                    example="audience=https://api.example.com"
                />
                <div hidden=move || !code()>
                    <TextField
                        field=Field::TokenParams
                        label="Extra token parameters"
                        kind=Kind::Lines
                        example="resource=https://api.example.com"
                    />
                </div>
                <TextField field=Field::ApiMethod label="API method" kind=Kind::OneOf(&METHODS) />
                <TextField field=Field::ApiHeaders label="API headers" kind=Kind::Lines example="Accept: application/json" />
                <TextField field=Field::ApiBody label="API body" kind=Kind::Lines />
            </div>
        </details>
    }
}

fn say(problems: &[Problem], session: Session) -> String {
    let missing = problems.iter().filter(|problem| problem.missing).count();
    let wrong = problems.len() - missing;
    match (wrong, missing) {
        (0, 0) => session.form.with(|form| {
            let address = form.trimmed(Field::AuthorizationEndpoint);
            let host = address.split("//").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or_default();
            format!("{} at {host}", form.trimmed(Field::ClientId))
        }),
        (0, 1) => "1 field to go".to_owned(),
        (0, count) => format!("{count} fields to go"),
        (1, _) => "1 field to mend".to_owned(),
        (count, _) => format!("{count} fields to mend"),
    }
}

fn verb(session: Session) -> String {
    let stepping = session.form.with(|form| form.trimmed(Field::Mode) == "step");
    if stepping { "Make the request" } else { "Sign in there" }.to_owned()
}
