//! Step one: which server, and what will be asked of it.

use super::field::{Kind, field};
use super::register::register;
use super::step::{Card, button};
use super::wire::block;
use crate::element::{Element, classed, el};
use crate::session::Session;
use leptos::prelude::*;
use protocol::authorize;
use protocol::config::METHODS;
use protocol::form::Field;
use protocol::response_type::{ResponseMode, ResponseType};

/// The form, what to register, and the next request.
pub static CARD: Card = Card {
    say,
    parts: &[
        |session| vec![known(session)],
        legacy_note,
        |session| vec![plain_fields(session), more_fields(session)],
        |session| vec![register(session)],
        next,
        error_page_note,
    ],
    verb,
    press: |session| session.begin(false),
    beside: |session| {
        vec![
            button(session, "Sign in in a popup", "popup", Session::begin_in_popup),
            button(session, "Sign in as someone else", "sign-in-as-other", |session| session.begin(true)),
        ]
    },
};

fn next(session: Session) -> Vec<Element> {
    session.form.with(|form| vec![block(&authorize::preview(form), "next, through the address bar")])
}

fn is_implicit(session: Session) -> bool {
    session.form.with(|form| form.response_type().is_some_and(|asked| !asked.code))
}

/// Said before leaving, because nobody can say it after: a server that does not know the redirect URI never sends the person back.
pub fn error_page_note(session: Session) -> Vec<Element> {
    let redirect_uri = session.form.with(|form| form.trimmed(Field::RedirectUri).to_owned());
    let note = classed("p", "small")
        .text("You leave this page and come back. If you end on the server\u{2019}s own error page, compare this redirect URI: ")
        .child(el("code").text(&redirect_uri));
    vec![note]
}

fn known(session: Session) -> Element {
    let local = move || session.names_local_servers();
    let press_any = move || {
        if untrack(local) {
            session.clear_addresses();
        }
    };
    let login = session.local_login().unwrap_or_default();
    classed("div", "known")
        .attr("role", "group")
        .attr("aria-label", "Known servers")
        .child(
            known_button("The local servers", &format!("those of \u{201c}make demo\u{201d}; sign in as {login}"))
                .attr("data-action", "local-servers")
                .live_attr("aria-pressed", move || Some(local().to_string()))
                .on("click", move || session.fill_local_servers()),
        )
        .child(
            known_button("Any server", "its addresses, by hand")
                .attr("data-action", "any-server")
                .live_attr("aria-pressed", move || Some((!local()).to_string()))
                .on("click", press_any),
        )
}

fn known_button(name: &'static str, words: &str) -> Element {
    el("button").attr("type", "button").child(el("b").text(name)).child(el("span").text(words))
}

fn legacy_note(session: Session) -> Vec<Element> {
    if !session.form.with(|form| form.response_type().is_some_and(|asked| asked.token)) {
        return Vec::new();
    }
    let source = el("a")
        .attr("href", "https://www.rfc-editor.org/rfc/rfc10017#section-7.2")
        .attr("target", "_blank")
        .attr("rel", "noopener noreferrer")
        .text("RFC 10017 §7.2");
    let note = classed("p", "legacy")
        .text("This response type puts the access token itself into the address bar. It is here to be looked at: ")
        .child(source)
        .text(" forbids clients to get access tokens this way.");
    vec![note]
}

fn plain_fields(session: Session) -> Element {
    let of = move |name, kind, label, example| field(session, name, kind, label, example);
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

fn more_fields(session: Session) -> Element {
    let of = move |name, kind, label, example| field(session, name, kind, label, example);
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
        .child(response_type(session))
        .child(of(Field::ResponseMode, Kind::OneOf(&ResponseMode::ALL), "Response mode", ""))
        .child(of(Field::Keep, Kind::OneOf(&["memory", "tab"]), "Keep the tokens in", ""))
        .child(of(Field::ApiMethod, Kind::OneOf(&METHODS), "API method", ""))
        .child(of(Field::ApiHeaders, Kind::Lines, "API headers", "Accept: application/json"))
        .child(of(Field::ApiBody, Kind::Lines, "API body", ""));
    classed("details", "more")
        .attr("data-more", "")
        .child(el("summary").text("More: issuer, redirect URI, extra parameters, method, headers and body"))
        .child(fields)
}

/// All seven; the bar has the two that most people come for.
fn response_type(session: Session) -> Element {
    let chosen = move || session.form.with(|form| form.trimmed(Field::ResponseType).to_owned());
    let select = el("select")
        .children(ResponseType::ALL.iter().map(|option| el("option").attr("value", option).text(option)))
        .attr("id", "every-response_type")
        .attr("name", "response_type")
        .value(chosen)
        .on_value("input", move |text| session.set(Field::ResponseType, text));
    classed("div", "field")
        .child(el("label").attr("for", "every-response_type").text("Response type, any"))
        .child(select)
}

/// The token endpoint means nothing to the implicit flow.
fn only_with_code(session: Session, field: Element) -> Element {
    el("div").flag("hidden", move || is_implicit(session)).child(field)
}

fn say(session: Session) -> String {
    let problems = session.checked().err().unwrap_or_default();
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
