//! Step one: which server, and what will be asked of it.

use super::field::{Kind, field, switch};
use super::link::link;
use super::register::register;
use super::step::{Card, button};
use super::wire::block;
use crate::element::{Element, classed, el};
use crate::session::{Offers, Session};
use leptos::prelude::*;
use protocol::authorize;
use protocol::config::{Ask, METHODS, Problem};
use protocol::flow::Flow;
use protocol::form::Field;
use protocol::response_type::{ResponseMode, ResponseType};
use protocol::{dpop, par};

/// The form, what was asked before it, what to register, and the next request.
pub static CARD: Card = Card {
    say,
    parts: &[
        |session| vec![known(session)],
        |session| session.later().map(|later| (later.presets)(session)).unwrap_or_default(),
        legacy_note,
        unlisted_note,
        |session| vec![plain_fields(session), offered(session), more_fields(session)],
        |session| session.later().map(|later| (later.look_up)(session)).unwrap_or_default(),
        |session| session.later().map(|later| (later.matrix)(session)).unwrap_or_default(),
        |session| vec![register(session)],
        next,
        error_page_note,
    ],
    verb,
    press: |session| session.begin(false),
    beside: |session| {
        // A key and a pushed request take their time, and a window opens on the press itself or not at all.
        let takes_time = session.checked().is_ok_and(|config| config.dpop || config.push_to.is_some());
        let popup = (!takes_time).then(|| button(session, "Sign in in a popup", "popup", Session::begin_in_popup));
        let other = button(session, "Sign in as someone else", "sign-in-as-other", |session| session.begin(true));
        popup.into_iter().chain([other]).collect()
    },
};

fn next(session: Session) -> Vec<Element> {
    let mut message = authorize::preview(&session.form_as_sent());
    if let Some(endpoint) = session.checked().ok().and_then(|config| config.push_to) {
        let proof = message.lines.iter().any(|line| line.name == "dpop_jkt").then(dpop::later);
        let message = par::message(&endpoint.href, message.lines, proof, &session.page().origin);
        return vec![block(&message, "next, by the page itself: pushed before anyone leaves")];
    }
    let note = match session.asks_first() {
        Some(_) if message.target.is_empty() => {
            "as the server says".clone_into(&mut message.target);
            "after it was asked, through the address bar"
        }
        _ => "next, through the address bar",
    };
    vec![block(&message, note)]
}

/// The ways of asking that the server says it has, and those that are switched on all the same.
fn offered(session: Session) -> Element {
    classed("div", "fields").live(move || {
        let Offers { proofs, only_pushed, switches } = session.offers.get();
        let demand = || {
            classed("p", "small")
                .text("This server takes pushed requests only (PAR): the request goes to it before you leave.")
        };
        let push = || switch(session, Field::Par, "Push the request to the server before leaving (PAR)");
        let by_push = if only_pushed { Some(demand()) } else { switches.push.then(push) };
        proofs.then(|| proofs_switch(session)).into_iter().chain(by_push).collect()
    })
}

/// The switch, or why there is none.
fn proofs_switch(session: Session) -> Element {
    if session.offers.get().switches.proofs {
        return switch(session, Field::Dpop, PROOFS);
    }
    classed("p", "small").attr("data-no-keys", "").text(
        "Binding the token to a key (DPoP) is not possible here: this browser keeps no keys for the page, as in some private windows, and the key has to outlive the way to the server and back.",
    )
}

const PROOFS: &str = "Bind the token to a key of this browser (DPoP)";

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
            known_button("Another server", "its issuer, or an API of its")
                .attr("data-action", "any-server")
                .live_attr("aria-pressed", move || Some((!local()).to_string()))
                .on("click", press_any),
        )
        .child(
            known_button("Keycloak, Auth0, Entra, \u{2026}", "what to type, and what to set there")
                .attr("data-action", "presets")
                .live_attr("aria-expanded", move || Some((!session.are_presets_folded()).to_string()))
                .on("click", move || session.toggle_known_servers()),
        )
}

fn known_button(name: &'static str, words: &str) -> Element {
    el("button").attr("type", "button").child(el("b").text(name)).child(el("span").text(words))
}

fn legacy_note(session: Session) -> Vec<Element> {
    if !session.form.with(|form| form.response_type().is_some_and(|asked| asked.token)) {
        return Vec::new();
    }
    let source = link("RFC 10017 §7.2", "https://www.rfc-editor.org/rfc/rfc10017#section-7.2");
    let note = classed("p", "legacy")
        .text("This response type puts the access token itself into the address bar. It is here to be looked at: ")
        .child(source)
        .text(" forbids clients to get access tokens this way.");
    vec![note]
}

/// A response type that the server does not list stops nobody: what it answers is worth seeing.
fn unlisted_note(session: Session) -> Vec<Element> {
    let note = |words: String| classed("p", "legacy").attr("data-said", Field::ResponseType.name()).text(&words);
    session.said_of_response_type().map(note).into_iter().collect()
}

/// What a run needs at least. The rest follows from it, or is folded away.
fn plain_fields(session: Session) -> Element {
    let of = move |name, kind, label, example| field(session, name, kind, label, example);
    let plain = move |label, action, press| button(session, label, action, press).attr("class", "plain");
    let ask = |field: Element, buttons: Vec<Element>| {
        classed("div", "ask").child(field).child(classed("div", "row").children(buttons))
    };
    let issuer = of(Field::Issuer, Kind::Address, "Issuer", "https://login.example.com");
    let api = of(Field::Api, Kind::Address, "API to call", "https://api.example.com/me");
    classed("div", "fields")
        .child(ask(issuer, vec![plain("Look it up", "discover", |session| session.ask(Ask::Server)), check(session)]))
        .child(of(Field::ClientId, Kind::Line, "Client id", ""))
        .child(ask(api, vec![plain("Ask the API for its server", "ask-api", |session| session.ask(Ask::Api))]))
        .child(of(Field::Scope, Kind::Line, "Scope", "openid profile"))
}

/// What CORS lets this page read of the server: offered once there is anything to ask.
fn check(session: Session) -> Element {
    let asked = [Field::Issuer, Field::TokenEndpoint, Field::Api];
    let nothing = move || session.form.with(|form| asked.iter().all(|field| form.trimmed(*field).is_empty()));
    let words = move || {
        if session.check_looks_up() { "Look it up and check it" } else { "Check this server" }
    };
    classed("button", "plain")
        .attr("type", "button")
        .attr("id", "check-server")
        .attr("data-action", "check-server")
        .flag("hidden", nothing)
        .on("click", move || session.check_server())
        .live_text(move || words().to_owned())
}

fn more_fields(session: Session) -> Element {
    let of = move |name, kind, label, example| field(session, name, kind, label, example);
    let fields = classed("div", "fields")
        .child(endpoint(
            session,
            Field::AuthorizationEndpoint,
            "Authorization endpoint",
            "https://login.example.com/authorize",
        ))
        .child(only_with_code(
            session,
            endpoint(session, Field::TokenEndpoint, "Token endpoint", "https://login.example.com/token"),
        ))
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
        .child(of(Field::ResponseMode, Kind::OneOffered(&ResponseMode::ALL, offers_mode), "Response mode", ""))
        .child(of(Field::TrustedAudiences, Kind::Lines, "Audiences to trust beside this client", "another-client"))
        .child(of(Field::Keep, Kind::OneOf(&["memory", "tab"]), "Keep the tokens in", ""))
        .child(of(Field::ApiMethod, Kind::OneOf(&METHODS), "API method", ""))
        .child(of(Field::ApiHeaders, Kind::Lines, "API headers", "Accept: application/json"))
        .child(of(Field::ApiBody, Kind::Lines, "API body", ""))
        .live(move || if session.offers.get().proofs { Vec::new() } else { vec![proofs_switch(session)] })
        .child(
            of(Field::Metadata, Kind::Lines, "Server metadata (JSON)", "{\"issuer\":\"https://login.example.com\"}")
                .live(move || {
                    let another = session.has_metadata_of_another();
                    let words = "This is the metadata of another issuer than the one above, so it does not count.";
                    another.then(|| classed("p", "small").text(words)).into_iter().collect()
                }),
        );
    let opens = session.unfolds(&FOLDED);
    classed("details", "more")
        .attr("data-more", "")
        .flag("open", move || opens.get())
        .child(
            el("summary").text("More: endpoints, redirect URI, extra parameters, method, headers, body and metadata"),
        )
        .child(fields)
}

/// A signed answer (JARM) is offered where the server says that it makes one; whoever knows better writes it among the parameters.
fn offers_mode(session: Session, mode: &str) -> bool {
    !mode.ends_with("jwt") || session.server_lists("response_modes_supported", mode)
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

/// The fields that are folded away at first.
const FOLDED: [Field; 12] = [
    Field::AuthorizationEndpoint,
    Field::TokenEndpoint,
    Field::RedirectUri,
    Field::AuthorizationParams,
    Field::TokenParams,
    Field::ResponseMode,
    Field::TrustedAudiences,
    Field::ApiMethod,
    Field::ApiHeaders,
    Field::ApiBody,
    Field::Dpop,
    Field::Metadata,
];

/// An endpoint: what is typed wins; where nothing is, what the server says of itself stands beside it.
fn endpoint(session: Session, name: Field, label: &'static str, example: &'static str) -> Element {
    field(session, name, Kind::Address, label, example).live(move || {
        let typed = session.form.with(|form| form.trimmed(name).to_owned());
        let words = match session.server_says(name.name()) {
            Some(said) if typed.is_empty() => format!("from the metadata: {said}"),
            Some(said) if typed != said => format!("typed by hand; the metadata says {said}"),
            _ => return Vec::new(),
        };
        vec![classed("p", "small").attr("data-said", name.name()).text(&words)]
    })
}

/// The token endpoint means nothing to the implicit flow.
fn only_with_code(session: Session, field: Element) -> Element {
    el("div").flag("hidden", move || is_implicit(session)).child(field)
}

fn say(session: Session) -> String {
    let problems = session.checked().err().unwrap_or_default();
    let count = |counts: fn(&Problem) -> bool| problems.iter().filter(|problem| counts(problem)).count();
    let missing = count(|problem| problem.missing && !problem.to_be_asked);
    match (count(|problem| !problem.missing), missing) {
        (0, 0) => at_hand(session),
        (0, 1) => "1 field to go".to_owned(),
        (0, count) => format!("{count} fields to go"),
        (1, _) => "1 field to mend".to_owned(),
        (count, _) => format!("{count} fields to mend"),
    }
}

/// Who signs in where, or who is asked for that.
fn at_hand(session: Session) -> String {
    let form = session.form_as_sent();
    let host = |field| form.trimmed(field).split('/').nth(2).unwrap_or_default().to_owned();
    let asking = session.flow.with(|flow| matches!(flow, Flow::LookingUp));
    match session.asks_first() {
        Some(Ask::Server) if asking => format!("asking {}", host(Field::Issuer)),
        Some(Ask::Api) if asking => format!("asking {}", host(Field::Api)),
        Some(Ask::Server) => format!("{} at {}", form.trimmed(Field::ClientId), host(Field::Issuer)),
        Some(Ask::Api) => format!("{} at the server of {}", form.trimmed(Field::ClientId), host(Field::Api)),
        None => format!("{} at {}", form.trimmed(Field::ClientId), host(Field::AuthorizationEndpoint)),
    }
}

fn verb(session: Session) -> &'static str {
    let stepping = session.form.with(|form| form.trimmed(Field::Mode) == "step");
    match (stepping, session.asks_first()) {
        (true, Some(Ask::Server)) => "Look the server up",
        (true, Some(Ask::Api)) => "Ask the API",
        (true, None) => "Make the request",
        (false, _) => "Sign in there",
    }
}
