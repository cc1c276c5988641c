mod file;

use crate::support::records::message;
use crate::support::{CODE, NOW, ORIGIN, TOKEN, code_form, texts, token_form, with};
use proptest::prelude::*;
use protocol::drawing::geometry::{Mark, WIDTH};
use protocol::drawing::record::{self, MOST, Now};
use protocol::drawing::{Fate, Party, Picture, Way, plan};
use protocol::form::{ConfigForm, Field};
use protocol::http::Response;
use protocol::report::{Report, Who};
use protocol::secret::Secret;
use protocol::trace::{Step, Trace, What};
use protocol::wire::{Answer, Channel, Line, Message, Place, Shown};

const AS: &str = "https://server.example.com";
const API: &str = "https://api.example.com/resource";

fn secret(name: &str, text: &str) -> Line {
    Line::new(name, Shown::secret(&Secret::new(text)))
}

fn left() -> What {
    let lines =
        vec![Line::plain("response_type", "code"), Line::plain("state", "s"), Line::plain("code_challenge", "c")];
    What::Left(Message::navigation(&format!("{AS}/authorize"), Place::Query, lines))
}

fn returned(place: Place, lines: Vec<Line>) -> What {
    What::Returned(Message::navigation(&format!("{ORIGIN}/cb"), place, lines), 900)
}

fn post(target: &str, lines: Vec<Line>) -> Message {
    Message { channel: Channel::Back, method: "POST".to_owned(), ..Message::navigation(target, Place::Body, lines) }
}

fn redeem() -> Message {
    let lines =
        vec![Line::plain("grant_type", "authorization_code"), secret("code", CODE), secret("code_verifier", "v")];
    post(&format!("{AS}/token"), lines)
}

fn call() -> Message {
    Message {
        method: "GET".to_owned(),
        headers: vec![secret("Authorization", &format!("Bearer {TOKEN}"))],
        added_by_browser: vec![Line::plain("Origin", ORIGIN)],
        ..post(API, Vec::new())
    }
}

fn answer(status: u16, lines: Vec<Line>) -> What {
    let response = Response { status, headers: Vec::new(), body: String::new(), bytes: 2000, elapsed_ms: 3 };
    What::Answered(Answer::of_members(&response, lines))
}

fn refused(kind: &str) -> What {
    What::Refused(Report::new(kind, Who::Unknown, "h", "m", "x"))
}

/// A trace of these events, a second apart.
fn trace(form: &ConfigForm, events: impl IntoIterator<Item = (Step, What)>) -> Trace {
    let mut trace = Trace::of_run(form);
    for (second, (step, what)) in (0..).zip(events) {
        trace.push(step, NOW + second * 1000, what);
    }
    trace
}

fn drawn(trace: &Trace) -> Picture {
    let form = trace.form().clone();
    record::picture(trace, Now { page: ORIGIN, form: &form, goes_on: true, waits: true, at_hand: None })
}

/// `page>server front passed: words (note)`, an arrow a line.
fn told(picture: &Picture) -> Vec<String> {
    let arrows = picture.entries.iter().flat_map(|entry| &entry.arrows);
    let note = |note: &str| if note.is_empty() { String::new() } else { format!(" ({note})") };
    arrows
        .map(|it| {
            let (from, to, way, fate) = (it.from.name(), it.to.name(), it.way.name(), it.fate.name());
            format!("{from}>{to} {way} {fate}: {}{}", it.words, note(&it.note))
        })
        .collect()
}

fn whole_code_run() -> Trace {
    trace(
        &code_form(),
        [
            (Step::Authorize, left()),
            (Step::Callback, returned(Place::Query, vec![secret("code", CODE), Line::plain("state", "s")])),
            (Step::Token, What::Sent(redeem())),
            (Step::Token, answer(200, vec![secret("access_token", TOKEN), Line::plain("token_type", "Bearer")])),
            (Step::Api, What::Sent(call())),
            (Step::Api, answer(200, Vec::new())),
        ],
    )
}

#[test]
fn a_whole_run_of_the_code_flow_is_drawn_from_top_to_bottom() {
    assert_eq!(
        told(&drawn(&whole_code_run())),
        [
            "its host>this page front then: this page and its program",
            "this page>server front then: authorize: code, state, code_challenge",
            "you>server front then: sign in, allow",
            "server>this page front then: ?code, state",
            "this page>its host front then: GET /cb?code, state (its log may hold the code, spent by now)",
            "this page>server back then: POST token: code, code_verifier",
            "server>this page back then: 200: access_token",
            "this page>API preflight then: preflight, inferred",
            "this page>API back then: GET resource: access_token",
            "API>this page back then: 200: 2.0 kB",
        ]
    );
}

#[test]
fn what_the_fragment_hides_from_the_host_is_drawn() {
    let back = returned(Place::Fragment, vec![secret("access_token", TOKEN), Line::plain("state", "s")]);
    let lines = told(&drawn(&trace(&token_form(), [(Step::Authorize, left()), (Step::Callback, back)])));
    assert_eq!(
        lines[3..5],
        [
            "server>this page front then: #access_token, state",
            "this page>its host front then: GET /cb (what follows # stays in the browser)",
        ]
    );
}

#[test]
fn each_arrow_names_its_exchange() {
    let picture = drawn(&whole_code_run());
    let names: Vec<Option<usize>> = picture.entries.iter().map(|entry| entry.index).collect();
    assert_eq!(names, [None, Some(0), Some(1), Some(2), Some(4)]);
    assert!(picture.entries[3].shows(2) && !picture.entries[3].shows(3));
}

/// OpenID Connect Core §3.1.2.1: with the scope openid alone.
#[test]
fn the_plan_names_a_nonce_where_one_will_be_sent() {
    let leaves = |form: &ConfigForm| {
        let all = told(&plan::plan(form, None));
        all.into_iter().find(|line| line.contains("authorize: ")).unwrap()
    };
    let out = "this page>server front todo: authorize:";
    let openid = with(&code_form(), &[(Field::Scope, "openid read")]);
    assert_eq!(leaves(&openid), format!("{out} code, state, nonce, code_challenge"));
    let front = with(&openid, &[(Field::ResponseType, "id_token")]);
    assert_eq!(leaves(&front), format!("{out} id_token, state, nonce"));
    assert_eq!(leaves(&token_form()), format!("{out} token, state"));
    assert_eq!(leaves(&with(&openid, &[(Field::Par, "1")])), format!("{out} request_uri"));
}

#[test]
fn the_plan_fills_in() {
    let form = code_form();
    let planned = told(&plan::plan(&form, None));
    let first = told(&drawn(&trace(&form, [])));
    assert_eq!(planned, first, "a record without an exchange is the plan");
    let away = told(&drawn(&trace(&form, [(Step::Authorize, left())])));
    assert_eq!(away[1], "this page>server front now: authorize: code, state, code_challenge");
    assert_eq!(away[2], "you>server front now: sign in, allow");
    assert_eq!(away[3..], planned[3..], "and the rest is still to come");
    assert!(away[3..].iter().all(|line| line.contains(" todo: ")));
}

#[test]
fn the_plan_says_what_the_form_asks_for() {
    let of = |changes: &[(Field, &str)]| told(&plan::plan(&with(&code_form(), changes), None)).join("\n");
    let plain = of(&[]);
    assert!(plain.contains("?code, state") && plain.contains("code, code_verifier") && !plain.contains('#'));
    let implicit = of(&[(Field::ResponseType, "token")]);
    assert!(implicit.contains("#access_token, state") && !implicit.contains("code_verifier"));
    let hybrid = of(&[(Field::ResponseType, "code id_token")]);
    assert!(hybrid.contains("#code, id_token, state") && hybrid.contains("code_verifier"));
    let alone = of(&[(Field::ResponseType, "id_token")]);
    assert!(!alone.contains("API"), "an ID token opens no API");
    let pushed = of(&[(Field::Par, "1"), (Field::Dpop, "1")]);
    assert!(pushed.contains("authorize: request_uri") && pushed.contains("DPoP proof"));
    let looked_up = of(&[(Field::AuthorizationEndpoint, ""), (Field::TokenEndpoint, "")]);
    assert!(looked_up.contains("metadata"));
}

#[test]
fn the_step_at_hand_is_lit_in_the_plan() {
    let picture = plan::plan(&code_form(), Some(Step::Token));
    let lit: Vec<bool> = picture.entries.iter().map(protocol::drawing::Entry::is_at_hand).collect();
    assert_eq!(lit.iter().filter(|lit| **lit).count(), 1);
    assert!(picture.entries[4].is_at_hand() || picture.entries[3].is_at_hand());
}

#[test]
fn what_failed_is_broken_and_what_was_refused_is_marked() {
    let (form, code) = (code_form(), vec![secret("code", CODE)]);
    let unanswered = [
        (Step::Authorize, left()),
        (Step::Callback, returned(Place::Query, code.clone())),
        (Step::Token, What::Sent(redeem())),
        (Step::Token, refused("net_or_cors")),
    ];
    let picture = drawn(&trace(&form, unanswered));
    let last = &picture.entries[3].arrows;
    assert_eq!(last.len(), 1, "no answer is drawn that never came");
    assert_eq!((last[0].fate, last[0].note.as_str()), (Fate::Broken, "failed: net_or_cors"));

    let error = answer(400, vec![Line::plain("error", "invalid_grant")]);
    let answered = [(Step::Token, What::Sent(redeem())), (Step::Token, error), (Step::Token, refused("as_error"))];
    let lines = told(&drawn(&trace(&form, answered)));
    assert!(
        lines.contains(&"server>this page back refused: 400: error=invalid_grant (refused: as_error)".to_owned()),
        "{lines:#?}"
    );

    let back =
        [(Step::Authorize, left()), (Step::Callback, returned(Place::Query, code)), (Step::Callback, refused("state"))];
    assert_eq!(drawn(&trace(&form, back)).entries[2].arrows[0].fate, Fate::Refused);
}

#[test]
fn an_answer_that_nobody_asked_for_comes_from_somebody() {
    let picture = drawn(&trace(&code_form(), [(Step::Callback, returned(Place::Query, vec![secret("code", CODE)]))]));
    assert_eq!(picture.entries[1].arrows[0].from, Party::Other);
}

#[test]
fn where_a_sign_in_happens_is_said() {
    let relayed = |what: What| match what {
        What::Left(mut message) => {
            message.lines.push(Line::plain("redirect_uri", &format!("{ORIGIN}/renew.html")));
            message
        }
        _ => panic!("no departure"),
    };
    let form = code_form();
    let popup = drawn(&trace(&form, [(Step::Authorize, What::Left(relayed(left())))]));
    assert_eq!(popup.entries[1].title, "in a window of its own");
    let mut silent = relayed(left());
    silent.lines.push(Line::plain("prompt", "none"));
    let frame = drawn(&trace(&form, [(Step::Session, What::Sent(silent))]));
    assert_eq!(frame.entries[1].title, "in a hidden frame");
    assert_eq!(frame.entries[1].arrows.len(), 1, "nobody is asked anything");
    assert_eq!(frame.entries[1].arrows[0].way, Way::Front);
    let out =
        Message::navigation(&format!("{AS}/end"), Place::Query, vec![Line::plain("post_logout_redirect_uri", ORIGIN)]);
    let after = [(Step::Authorize, What::Left(relayed(left()))), (Step::Session, What::Left(out))];
    let signed_out = drawn(&trace(&form, after));
    assert_eq!(signed_out.entries[2].title, "");
    assert_eq!(signed_out.entries[2].arrows[0].words, "sign out");
}

#[test]
fn a_further_host_has_a_column_of_its_own_and_is_named() {
    let keys = Message { method: "GET".to_owned(), ..post("https://keys.example.net/jwks?x=1", Vec::new()) };
    let fetched = [(Step::Authorize, left()), (Step::Token, What::Fetching(keys))];
    let picture = drawn(&trace(&code_form(), fetched));
    assert_eq!(picture.entries[2].arrows[0].to, Party::Other);
    assert_eq!(picture.entries[2].arrows[0].words, "GET jwks");
    assert!(picture.hosts.contains(&(Party::Other, "keys.example.net".to_owned())));
    assert!(picture.hosts.contains(&(Party::Server, "server.example.com".to_owned())));
}

#[test]
fn a_long_record_is_folded_in_its_middle() {
    let calls = (0..1000).flat_map(|_| [(Step::Api, What::Sent(call())), (Step::Api, answer(200, Vec::new()))]);
    let long = trace(&code_form(), [(Step::Authorize, left())].into_iter().chain(calls));
    let picture = drawn(&long);
    assert!(picture.entries.len() <= MOST + 2);
    let fold = picture.entries.iter().find(|entry| entry.folded.is_some()).unwrap();
    assert_eq!(fold.title, "\u{2026} 971 more calls of the API \u{2026}");
    let drawn: usize = picture.entries.iter().filter(|entry| entry.index.is_some()).count();
    assert_eq!(drawn + 971, 1001, "nothing is drawn twice or left out unsaid");
    assert!(fold.shows(501) && picture.sentences().any(|(_, sentence)| sentence == fold.title));
    let last = long.events().len() - 2;
    assert_eq!(picture.entries.last().unwrap().index, Some(last), "the newest is drawn");
}

#[test]
fn what_has_no_answer_waits_only_while_the_run_does() {
    let form = code_form();
    let sent = trace(&form, [(Step::Authorize, left()), (Step::Token, What::Sent(redeem()))]);
    let at = |waits| record::picture(&sent, Now { page: ORIGIN, form: &form, goes_on: false, waits, at_hand: None });
    assert_eq!(at(true).entries[2].arrows.iter().map(|it| it.fate).collect::<Vec<_>>(), [Fate::AtHand, Fate::ToCome]);
    assert_eq!(at(false).entries[2].arrows.iter().map(|it| it.fate).collect::<Vec<_>>(), [Fate::Passed]);
    assert_eq!(at(true).entries.len(), 3, "nothing is planned of a run that does not go on");
}

#[test]
fn no_mark_leaves_the_paper_and_no_two_entries_overlap() {
    let picture = drawn(&whole_code_run());
    let drawing = picture.drawing();
    let groups = drawing.marks.iter().filter(|mark| matches!(mark, Mark::Group { .. })).count();
    assert_eq!(groups, picture.entries.len(), "a group an entry");
    let mut last = 0;
    for (words, x, y) in labels(&drawing.marks) {
        let half = i32::try_from(words.chars().count()).unwrap() * 3;
        assert!(x - half >= 0 && x + half <= WIDTH, "{words} at {x}");
        assert!(y > 0 && y <= drawing.height, "{words} at {y} of {}", drawing.height);
    }
    for mark in &drawing.marks {
        if let Mark::Group { marks, .. } = mark {
            let y = labels(marks).into_iter().map(|(_, _, y)| y).min().unwrap();
            assert!(y > last, "entries go downwards");
            last = labels(marks).into_iter().map(|(_, _, y)| y).max().unwrap();
        }
    }
}

fn labels(marks: &[Mark]) -> Vec<(String, i32, i32)> {
    marks
        .iter()
        .flat_map(|mark| match mark {
            Mark::Group { marks, .. } => labels(marks),
            Mark::Text { words, x, y, .. } => vec![(words.clone(), *x, *y)],
            Mark::Path { .. } => Vec::new(),
        })
        .collect()
}

#[test]
fn a_sentence_an_arrow_says_who_and_how() {
    let picture = drawn(&whole_code_run());
    let sentences: Vec<String> = picture.sentences().map(|(_, sentence)| sentence).collect();
    assert_eq!(sentences.len(), told(&picture).len());
    assert_eq!(
        sentences[4],
        "From this page to the host of this page, through the address bar: GET /cb?code, state, its log may hold the code, spent by now."
    );
    assert_eq!(sentences[5], "From this page to the authorization server: POST token: code, code_verifier.");
}

proptest! {
    /// Whatever a server, a link or a record says: it is drawn, on one line, without a secret.
    #[test]
    fn c245_any_text_is_drawn_and_no_secret_is(text in texts::anything()) {
        let events = [
            (Step::Authorize, What::Left(message(&text, Channel::Front, Place::Query))),
            (Step::Callback, What::Returned(message(&text, Channel::Front, Place::Fragment), 1)),
            (Step::Token, What::Sent(message(&text, Channel::Back, Place::Body))),
            (Step::Token, answer(400, vec![Line::plain("error", &text), secret("access_token", TOKEN)])),
            (Step::Token, What::Refused(Report::new(&text, Who::Unknown, &text, &text, &text))),
        ];
        let picture = drawn(&trace(&code_form(), events));
        for (words, ..) in labels(&picture.drawing().marks) {
            prop_assert!(!words.contains(TOKEN) && !words.contains(CODE));
            prop_assert!(!words.chars().any(|c| c.is_control() || protocol::outside::hides(c)), "{words:?}");
        }
    }
}
