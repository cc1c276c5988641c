use crate::support::{CODE, ORIGIN, TOKEN, cases, texts};
use proptest::prelude::*;
use protocol::form_post;
use protocol::http::Response;
use protocol::preflight;
use protocol::raw::{self, Bit};
use protocol::secret::Secret;
use protocol::token;
use protocol::wire::{Exact, Line, Message, Piece, Place, Shown};

/// What a person sees before any secret is revealed.
fn seen(bits: &[Bit]) -> String {
    bits.iter()
        .map(|bit| match bit {
            Bit::Plain(text) => text.clone(),
            Bit::Hidden(name, _) => format!("<{name}>"),
        })
        .collect()
}

/// What it says once all of it is revealed.
fn revealed(bits: &[Bit]) -> String {
    bits.iter()
        .map(|bit| match bit {
            Bit::Plain(text) => text.as_str(),
            Bit::Hidden(_, masked) => masked.reveal().unwrap_or("gone"),
        })
        .collect()
}

fn secret(name: &str, text: &str) -> Line {
    Line::new(name, Shown::secret(&Secret::new(text)))
}

#[test]
fn a_form_is_written_as_it_is_sent_with_its_secrets_apart() {
    let lines = vec![Line::plain("redirect_uri", "https://client.example.com/?a b"), secret("code", "a+b/c=")];
    let message = form_post::message("https://as.example.com/token", lines, ORIGIN);
    let bits = raw::message(&message);
    assert_eq!(
        seen(&bits),
        "POST https://as.example.com/token\nAccept: application/json\nContent-Type: application/x-www-form-urlencoded\n\nredirect_uri=https%3A%2F%2Fclient.example.com%2F%3Fa%20b&code=<code>"
    );
    assert!(revealed(&bits).ends_with(&message.request().body.unwrap()), "what is shown is what is sent");
}

#[test]
fn a_navigation_is_its_address() {
    let lines = || vec![Line::plain("state", "x"), secret("access_token", TOKEN)];
    for (target, place, address) in [
        ("https://as.example.com/authorize", Place::Query, "?state=x&access_token="),
        ("https://as.example.com/authorize?a=b", Place::Query, "&state=x&access_token="),
        ("https://client.example.com/", Place::Fragment, "#state=x&access_token="),
    ] {
        let bits = raw::message(&Message::navigation(target, place, lines()));
        assert_eq!(seen(&bits), format!("GET {target}{address}<access_token>"));
        assert_eq!(revealed(&bits), format!("GET {target}{address}{TOKEN}"));
    }
}

#[test]
fn a_forgotten_secret_leaves_its_length() {
    let mut message = Message::navigation("https://client.example.com/", Place::Query, vec![secret("code", CODE)]);
    message.forget();
    let bits = raw::message(&message);
    assert!(matches!(&bits[1], Bit::Hidden(name, masked) if name == "code" && masked.characters == CODE.len()));
    assert_eq!(revealed(&bits), "GET https://client.example.com/?code=gone");
}

#[test]
fn c041_a_header_that_turns_the_direction_is_made_visible() {
    let answer = token::answer(&response("{}", &[("x-evil", "a\u{202e}b")]));
    assert_eq!(seen(&raw::head(&answer)), "200\nx-evil: a\u{fffd}b");
}

#[test]
fn a_preflight_is_written_as_the_standard_has_it() {
    let mut message = Message::navigation("https://api.example.com/notes", Place::Body, Vec::new());
    message.channel = protocol::wire::Channel::Back;
    message.headers.push(secret("Authorization", TOKEN));
    message.added_by_browser.push(Line::plain("Origin", ORIGIN));
    let bits = raw::preflight(&message.target, &preflight::of(&message).unwrap());
    assert_eq!(
        seen(&bits),
        format!(
            "OPTIONS https://api.example.com/notes\nOrigin: {ORIGIN}\nAccess-Control-Request-Method: GET\nAccess-Control-Request-Headers: authorization"
        )
    );
}

fn response(body: &str, headers: &[(&str, &str)]) -> Response {
    let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    Response { status: 200, headers, body: body.to_owned(), bytes: body.len(), elapsed_ms: 1 }
}

#[test]
fn a_token_response_is_whole_to_the_letter_and_its_tokens_are_apart() {
    let body = format!(
        "{{ \"access_token\" : \"{TOKEN}\",\n  \"token_type\":\"Bearer\", \"expires_in\": 60,\n  \"\\u0072efresh_token\":\"a\\/b\", \"id_token\":98765, \"nested\":{{\"x_token\":[\"one\",{{\"two\":true}}]}} }}"
    );
    let answer = token::answer(&response(&body, &[]));
    let bits = raw::body(&answer).unwrap();
    assert_eq!(revealed(&bits), body);
    let shown = seen(&bits);
    for secret in [TOKEN, "a\\/b", "98765", "one", "true"] {
        assert!(!shown.contains(secret), "{secret} in {shown}");
    }
    assert!(shown.contains("\"token_type\":\"Bearer\", \"expires_in\": 60"), "{shown}");
}

#[test]
fn what_is_no_clean_json_is_hidden_wholly() {
    for body in [
        format!("{{\"access_token\":\"{TOKEN}\",}}"),
        format!("{{\"a\":1,\"a\":\"{TOKEN}\"}}"),
        format!("token: {TOKEN}"),
    ] {
        let bits = raw::body(&token::answer(&response(&body, &[]))).unwrap();
        assert!(matches!(bits.as_slice(), [Bit::Hidden(..)]), "{body}");
        assert_eq!(revealed(&bits), body);
    }
    assert!(raw::body(&token::answer(&response("", &[]))).unwrap().is_empty());
}

#[test]
fn what_repeats_a_secret_is_hidden_however_it_is_spelt() {
    let spelt: String =
        TOKEN.chars().flat_map(|c| format!("\\u{:04x}", u32::from(c)).chars().collect::<Vec<_>>()).collect();
    for repeated in [TOKEN.to_owned(), spelt, TOKEN.to_ascii_lowercase(), format!("before {TOKEN} after")] {
        let body = format!("{{\"jwt\":\"{repeated}\",\"{repeated}\":1,\"other\":\"x\"}}");
        let mut exact = Exact::public(&body);
        exact.hide(&[TOKEN]);
        let plain: String = exact
            .pieces()
            .iter()
            .filter_map(|piece| if let Piece::Plain(text) = piece { Some(*text) } else { None })
            .collect();
        assert_eq!(plain, "{\"jwt\":\"\",\"\":1,\"other\":\"x\"}");
    }
    let mut page = Exact::public(&format!("<p>{TOKEN}</p>"));
    page.hide(&[TOKEN]);
    assert!(matches!(page.pieces().as_slice(), [Piece::Hidden(_)]));
}

#[test]
fn neither_debug_nor_what_is_forgotten_tells_a_body() {
    let mut answer = token::answer(&response(&format!("{{\"access_token\":\"{TOKEN}\"}}"), &[]));
    assert!(!format!("{answer:?}").contains(TOKEN));
    assert!(answer.kept_bytes() > 0);
    answer.forget();
    assert!(raw::body(&answer).is_none() && answer.kept_bytes() == 0);
}

proptest! {
    #![proptest_config(cases(300))]

    /// Whatever a server says: the pieces are the text, and no word with the token in it is plain.
    #[test]
    fn pieces_put_together_are_the_text(before in texts::anything(), name in "[a-z_]{1,8}", secret in any::<bool>(), after in texts::jsonish()) {
        let name = if secret { format!("{name}_token") } else { name };
        let quoted = |text: &str| protocol::json::Json::Text(text.to_owned()).to_string();
        let body = format!("[{}, {{{}: {}}}, {}]", quoted(&before), quoted(&name), quoted(TOKEN), after);
        let mut exact = Exact::of(&body, |name| name.ends_with("_token"));
        exact.hide(&[TOKEN]);
        let all: String = exact.pieces().iter().map(|(Piece::Plain(text) | Piece::Hidden(text))| *text).collect();
        prop_assert_eq!(&all, &body);
        prop_assert!(exact.pieces().iter().all(|piece| !matches!(piece, Piece::Plain(text) if text.contains(TOKEN))));
    }
}
