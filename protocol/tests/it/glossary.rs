use crate::support::journey::{come_back, leave};
use crate::support::{ORIGIN, checked, code_form, token_form, tokens, with};
use protocol::form::Field;
use protocol::glossary::meaning;
use protocol::par::{self, Pushed};
use protocol::wire::{Line, Message, Place};
use protocol::{api, authorize, callback, check::Checks, token};

#[track_caller]
fn explained(message: &Message) {
    let lines = message.lines.iter().chain(&message.headers).chain(&message.added_by_browser);
    for line in lines {
        let meaning = meaning(&line.name).unwrap_or_else(|| panic!("{} has no meaning", line.name));
        assert!(meaning.href.starts_with("https://"), "{}", line.name);
        assert!(meaning.text.ends_with('.') && !meaning.section.is_empty(), "{}", line.name);
    }
}

#[test]
fn every_parameter_of_the_requests_has_a_meaning() {
    let further = "prompt=login\nresponse_mode=fragment\nresource=urn:x\nauthorization_details=[{\"type\":\"a\"}]";
    for form in [code_form(), token_form(), with(&code_form(), &[(Field::Dpop, "1")])] {
        let form = with(&form, &[(Field::Scope, "openid"), (Field::AuthorizationParams, further)]);
        explained(&leave(&form).message);
        explained(&authorize::preview(&form));
        let call = checked(&with(&form, &[(Field::ApiMethod, "POST"), (Field::ApiBody, "{}")])).api.unwrap();
        explained(&api::message(&call, Some(&tokens()), ORIGIN));
    }
    let pushed = Pushed { request_uri: "urn:x:y".to_owned(), expires_at_ms: None };
    explained(&par::navigation("https://server.example.com/authorize", "s6BhdRkqt3", &pushed));
    let proof = crate::dpop::whole_proof();
    for part in &proof.parts {
        explained(&Message::navigation("", Place::Query, vec![Line::plain(&format!("DPoP.{}", part.name), "x")]));
    }
    explained(&par::message("https://server.example.com/par", Vec::new(), Some(proof), ORIGIN));
    explained(&token::message(&come_back(&code_form(), "?code=x&state=STATE").code(), ORIGIN));
}

#[test]
fn every_parameter_of_an_answer_has_a_meaning() {
    let answer = "?code=1&state=2&iss=3&error=4&error_description=5&error_uri=6&access_token=7&token_type=8&expires_in=9\
                  &scope=10&id_token=11&session_state=12";
    let response =
        callback::read(&format!("https://client.example.com/cb{answer}"), &mut Checks::planned(&[])).unwrap();
    assert_eq!(response.message().lines.len(), 12);
    explained(&response.message());
    explained(&Message::navigation("", Place::Query, vec![Line::plain("response", "x")]));
}

#[test]
fn a_name_is_found_in_any_case_and_others_have_no_meaning() {
    assert_eq!(meaning("Authorization"), meaning("authorization"));
    assert_eq!(meaning("audience"), None);
    assert_eq!(meaning(""), None);
}

/// A source names its section, and its address leads to that section.
#[test]
fn an_rfc_s_section_and_its_address_agree() {
    for name in [
        "response_type",
        "client_id",
        "state",
        "code",
        "error_uri",
        "code_challenge",
        "code_verifier",
        "iss",
        "authorization",
        "refresh_token",
    ] {
        let meaning = meaning(name).unwrap();
        let (rfc, section) = meaning.section.strip_prefix("RFC ").and_then(|rest| rest.split_once(" §")).unwrap();
        assert_eq!(meaning.href, format!("https://www.rfc-editor.org/rfc/rfc{rfc}#section-{section}"), "{name}");
    }
}
