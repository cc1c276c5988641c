//! Step one: which server, and what will be asked of it.

use super::field::{Faults, Kind, field};
use super::problem::refusal;
use super::register::register;
use super::step::{button, primary, step_card};
use super::wire::block;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::authorize;
use protocol::config::{METHODS, Problem};
use protocol::form::Field;
use protocol::trace::Step;

/// The form, what to register, and the next request.
pub fn configure_step(session: Session) -> Element {
    let problems = Memo::new(move |_| session.checked().err().unwrap_or_default());
    let faults = Faults { problems, insisted: RwSignal::new(false) };
    let go = move |sign_in_again| {
        if let Err(problems) = session.begin(sign_in_again) {
            faults.insisted.set(true);
            session.focus_first(&problems);
        }
    };
    let body = classed("div", "body")
        .live(move || refusal(session, Step::Configure))
        .child(known(session))
        .when(move || is_implicit(session), legacy_note)
        .child(plain_fields(session, faults))
        .child(more_fields(session, faults))
        .child(register(session))
        .live(move || session.form.with(|form| vec![block(&authorize::preview(form), "next, through the address bar")]))
        .child(
            classed("div", "row")
                .child(primary(session, Step::Configure, move || verb(session), move || go(false)))
                .child(button("Sign in as someone else", "sign-in-as-other", move || go(true))),
        )
        .child(error_page_note(session));
    step_card(session, Step::Configure, "Which server?", move || say(&problems.get(), session), body)
}

fn is_implicit(session: Session) -> bool {
    session.form.with(|form| form.trimmed(Field::ResponseType) == "token")
}

/// Said before leaving, because nobody can say it after: a server that does not know the redirect URI never sends the person back.
pub fn error_page_note(session: Session) -> Element {
    let redirect_uri = move || session.form.with(|form| form.trimmed(Field::RedirectUri).to_owned());
    classed("p", "small")
        .text("You leave this page and come back. If you end on the server\u{2019}s own error page, compare this redirect URI: ")
        .child(el("code").live_text(redirect_uri))
}

fn known(session: Session) -> Element {
    let local = Memo::new(move |_| session.names_local_servers());
    let press_any = move || {
        if local.get_untracked() {
            session.clear_addresses();
        }
    };
    let login = session.local_login().unwrap_or_default();
    classed("div", "known")
        .attr("role", "group")
        .attr("aria-label", "Known servers")
        .child(
            known_button("The local servers", format!("those of \u{201c}make demo\u{201d}; sign in as {login}"))
                .attr("data-action", "local-servers")
                .live_attr("aria-pressed", move || Some(local.get().to_string()))
                .on("click", move || session.fill_local_servers()),
        )
        .child(
            known_button("Any server", "its addresses, by hand".to_owned())
                .attr("data-action", "any-server")
                .live_attr("aria-pressed", move || Some((!local.get()).to_string()))
                .on("click", press_any),
        )
}

fn known_button(name: &'static str, words: String) -> Element {
    el("button").attr("type", "button").child(el("b").text(name)).child(el("span").text(&words))
}

fn legacy_note() -> Element {
    let source = el("a")
        .attr("href", "https://www.rfc-editor.org/rfc/rfc10017#section-7.2")
        .attr("rel", "noopener noreferrer")
        .text("RFC 10017 §7.2");
    classed("p", "legacy")
        .text("The implicit flow puts the token itself into the address bar. It is here to be looked at: ")
        .child(source)
        .text(" forbids clients to get access tokens this way.")
}

fn plain_fields(session: Session, faults: Faults) -> Element {
    let of = move |name, kind, label, example| field(session, faults, name, kind, label, example);
    classed("div", "fields")
        .child(of(
            Field::AuthorizationEndpoint,
            Kind::Address,
            "Authorization endpoint",
            "https://login.example.com/authorize",
        ))
        .child(only_with_code(
            session,
            of(Field::TokenEndpoint, Kind::Address, "Token endpoint", "https://login.example.com/token"),
        ))
        .child(of(Field::ClientId, Kind::Line, "Client id", ""))
        .child(of(Field::Api, Kind::Address, "API to call", "https://api.example.com/me"))
        .child(of(Field::Scope, Kind::Line, "Scope", "openid profile"))
}

fn more_fields(session: Session, faults: Faults) -> Element {
    let of = move |name, kind, label, example| field(session, faults, name, kind, label, example);
    let fields = classed("div", "fields")
        .child(of(Field::Issuer, Kind::Address, "Issuer, to compare with iss", "https://login.example.com"))
        .child(of(Field::RedirectUri, Kind::Address, "Redirect URI", ""))
        .child(of(
            Field::AuthorizationParams,
            Kind::Lines,
            "Extra authorization parameters",
            "audience=https://api.example.com",
        ))
        .child(only_with_code(
            session,
            of(Field::TokenParams, Kind::Lines, "Extra token parameters", "resource=https://api.example.com"),
        ))
        .child(of(Field::ApiMethod, Kind::OneOf(&METHODS), "API method", ""))
        .child(of(Field::ApiHeaders, Kind::Lines, "API headers", "Accept: application/json"))
        .child(of(Field::ApiBody, Kind::Lines, "API body", ""));
    classed("details", "more")
        .attr("data-more", "")
        .child(el("summary").text("More: issuer, redirect URI, extra parameters, method, headers and body"))
        .child(fields)
}

/// The token endpoint means nothing to the implicit flow.
fn only_with_code(session: Session, field: Element) -> Element {
    el("div").flag("hidden", move || is_implicit(session)).child(field)
}

fn say(problems: &[Problem], session: Session) -> String {
    let missing = problems.iter().filter(|problem| problem.missing).count();
    let wrong = problems.len() - missing;
    match (wrong, missing) {
        (0, 0) => session.form.with(|form| {
            let address = form.trimmed(Field::AuthorizationEndpoint);
            let host = address.split('/').nth(2).unwrap_or_default();
            format!("{} at {host}", form.trimmed(Field::ClientId))
        }),
        (0, 1) => "1 field to go".to_owned(),
        (0, count) => format!("{count} fields to go"),
        (1, _) => "1 field to mend".to_owned(),
        (count, _) => format!("{count} fields to mend"),
    }
}

fn verb(session: Session) -> &'static str {
    let stepping = session.form.with(|form| form.trimmed(Field::Mode) == "step");
    if stepping { "Make the request" } else { "Sign in there" }
}
