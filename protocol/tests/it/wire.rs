use crate::support::{CODE, TOKEN, kept, taken};
use protocol::secret::Secret;
use protocol::wire::{Answer, Line, Message, Place, Shown};

fn message() -> Message {
    let mut message = Message::navigation(
        "https://client.example.com/cb",
        Place::Query,
        vec![Line::new("code", Shown::secret(&Secret::new(CODE))), Line::plain("state", "xyz")],
    );
    message.headers.push(Line::new("Authorization", Shown::secret(&Secret::new(TOKEN))));
    message
}

#[test]
fn a_message_gives_the_text_that_goes_over_the_wire() {
    let message = message();
    assert_eq!((message.get("code"), message.get("state"), message.get("iss")), (Some(CODE), Some("xyz"), None));
    assert_eq!(message.lines[0].secret(), Some(CODE));
    assert_eq!(message.lines[1].secret(), None);
}

#[test]
fn what_is_not_there_yet_has_no_text() {
    assert_eq!(Shown::Later.text(), None);
    assert_eq!(Shown::typed("").text(), None);
    assert_eq!(Shown::typed("x").text(), Some("x"));
}

#[test]
fn a_forgotten_message_has_lengths_and_no_secrets() {
    let mut message = message();
    message.forget();
    assert_eq!((message.get("code"), message.get("state")), (None, Some("xyz")));
    assert_eq!(message.headers[0].value.text(), None);
    assert!(matches!(&message.lines[0].value, Shown::Masked(masked) if masked.characters == CODE.len()));
}

#[test]
fn a_forgotten_answer_has_neither_body_nor_secrets() {
    let mut answer = Answer {
        status: 200,
        headers: Vec::new(),
        lines: vec![Line::new("access_token", Shown::secret(&Secret::new(TOKEN)))],
        body: Some("private".to_owned()),
        exact: None,
        bytes: 7,
        elapsed_ms: 1,
    };
    assert_eq!(answer.lines[0].value.text(), Some(TOKEN));
    answer.forget();
    assert_eq!((answer.lines[0].value.text(), answer.body), (None, None));
}

#[test]
fn a_message_and_an_answer_are_stored_without_secrets_and_without_a_body() {
    let answer = Answer {
        status: 200,
        headers: Vec::new(),
        lines: message().lines,
        body: Some("private".to_owned()),
        exact: None,
        bytes: 7,
        elapsed_ms: 1,
    };
    let (message, answer) = (kept(&message()), kept(&answer));
    for secret in [CODE, TOKEN, "private"] {
        assert!(!message.contains(secret) && !answer.contains(secret), "{message} {answer}");
    }
    let (back, answer): (Message, Answer) = (taken(&message).unwrap(), taken(&answer).unwrap());
    assert_eq!((answer.status, answer.lines.len(), answer.body), (200, 2, None));
    assert_eq!((back.get("code"), back.get("state")), (None, Some("xyz")));
}
