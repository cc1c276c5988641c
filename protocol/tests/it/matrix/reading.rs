//! What a cell says of what was heard.

use super::{METADATA, plan, plan_with};
use crate::support::{ORIGIN, cases, code_form, texts, with};
use proptest::prelude::*;
use protocol::form::Field;
use protocol::http::{Failure, Response};
use protocol::matrix::{Cell, Column, Heard, Matrix, Row, Verdict};

fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Response {
    Response {
        status,
        headers: headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect(),
        body: body.to_owned(),
        bytes: body.len(),
        elapsed_ms: 5,
    }
}

/// What came of a request: a status that could be read, or nothing.
type Came = Result<u16, Failure>;

const BLOCKED: Came = Err(Failure::NetworkOrCors);

/// The row of the token endpoint, asked in the three ways.
fn token(came: [Came; 3]) -> Matrix {
    let mut matrix = Matrix::new(plan());
    hear(&mut matrix, Row::Token, came);
    matrix
}

fn hear(matrix: &mut Matrix, row: Row, came: [Came; 3]) {
    for (column, came) in Column::SENT.into_iter().zip(came) {
        match came {
            Ok(status) => matrix.hear(row, column, Ok(&answer(status, &[], ""))),
            Err(failure) => matrix.hear(row, column, Err(failure)),
        }
    }
}

fn verdicts(matrix: &Matrix) -> [Verdict; 3] {
    Column::SENT.map(|column| matrix.cell(Row::Token, column).verdict)
}

fn said(cell: &Cell) -> String {
    cell.reading.join(" ")
}

#[test]
fn what_could_be_read_is_allowed_whatever_it_said() {
    use Verdict::Allowed;
    for status in [200, 400, 401, 404, 405, 500] {
        assert_eq!(verdicts(&token([Ok(status), Ok(status), Ok(status)])), [Allowed; 3]);
    }
    let cell = token([Ok(404), Ok(400), Ok(400)]).cell(Row::Token, Column::Simple);
    assert!(said(&cell).contains("perhaps nothing is at that address"));
}

#[test]
fn where_nothing_was_read_it_is_blocked_or_unreachable_and_no_more_is_said() {
    let matrix = token([BLOCKED, BLOCKED, BLOCKED]);
    assert_eq!(verdicts(&matrix), [Verdict::Blocked; 3]);
    let simple = matrix.cell(Row::Token, Column::Simple);
    assert_eq!(simple.words, "blocked or unreachable");
    assert!(said(&simple).contains("was not reached, or") && said(&simple).contains(ORIGIN));
    assert!(said(&simple).contains("refusals alone"), "an OAuth error may hide behind it");
    assert!(said(&matrix.cell(Row::Token, Column::Dpop)).contains("says nothing of the header"));
}

#[test]
fn another_answer_of_the_same_host_says_that_it_is_there_and_leaves_the_verdict() {
    let mut matrix = token([BLOCKED, BLOCKED, BLOCKED]);
    assert!(!said(&matrix.cell(Row::Token, Column::Simple)).contains("so it is there"));
    hear(&mut matrix, Row::Jwks, [Ok(200), Ok(200), Ok(200)]); // at another host
    assert!(!said(&matrix.cell(Row::Token, Column::Simple)).contains("so it is there"));
    hear(&mut matrix, Row::Discovery, [Ok(200), Ok(200), Ok(200)]);
    let cell = matrix.cell(Row::Token, Column::Simple);
    assert!(said(&cell).contains("so it is there"));
    assert_eq!(cell.verdict, Verdict::Blocked);
}

#[test]
fn readable_without_a_header_and_not_with_it_is_inferred_to_be_the_preflight_or_the_answer() {
    let matrix = token([Ok(400), BLOCKED, Ok(400)]);
    assert_eq!(verdicts(&matrix), [Verdict::Allowed, Verdict::Inferred, Verdict::Allowed]);
    let cell = matrix.cell(Row::Token, Column::Authorization);
    assert!(said(&cell).contains("Access-Control-Allow-Headers lacks Authorization"));
    assert!(said(&cell).contains("A page cannot tell which"));
    assert!(said(&cell).contains("A * in Access-Control-Allow-Headers"), "a * covers DPoP and not Authorization");
    let both = token([Ok(400), BLOCKED, BLOCKED]);
    assert_eq!(verdicts(&both), [Verdict::Allowed, Verdict::Inferred, Verdict::Inferred]);
    assert!(!said(&both.cell(Row::Token, Column::Authorization)).contains("A * in"));
}

#[test]
fn readable_with_a_header_and_not_without_it_is_inferred_to_be_the_answer() {
    let matrix = token([BLOCKED, Ok(400), BLOCKED]);
    assert_eq!(verdicts(&matrix), [Verdict::Inferred, Verdict::Allowed, Verdict::Inferred]);
    assert!(said(&matrix.cell(Row::Token, Column::Simple)).contains("With Authorization the answer could be read"));
    assert!(!said(&matrix.cell(Row::Token, Column::Dpop)).contains("Without DPoP"));
}

#[test]
fn what_was_not_sent_or_given_up_is_not_tried() {
    let matrix = token([Err(Failure::Offline), Err(Failure::Cancelled), Err(Failure::Timeout { seconds: 30 })]);
    assert_eq!(verdicts(&matrix), [Verdict::NotTried, Verdict::NotTried, Verdict::Blocked]);
    assert!(said(&matrix.cell(Row::Token, Column::Authorization)).contains("may have reached the server"));
    assert!(said(&matrix.cell(Row::Token, Column::Dpop)).contains("30 seconds"));
    assert_eq!(matrix.cell(Row::Jwks, Column::Simple).verdict, Verdict::NotTried);
    assert_eq!(matrix.cell(Row::Jwks, Column::Exposed).verdict, Verdict::NotTried);
}

#[test]
fn an_endpoint_that_let_the_time_limit_pass_is_asked_no_further() {
    let mut matrix = Matrix::new(plan());
    assert!(!matrix.gives_up(Row::Token));
    matrix.hear(Row::Token, Column::Simple, Err(Failure::Timeout { seconds: 30 }));
    assert!(matrix.gives_up(Row::Token) && !matrix.gives_up(Row::Api));
    assert!(said(&matrix.cell(Row::Token, Column::Dpop)).contains("time limit"));
}

#[test]
fn an_answer_that_is_too_long_could_be_read_all_the_same() {
    let matrix = token([Err(Failure::TooLarge { limit: 1024 }), BLOCKED, Ok(400)]);
    assert_eq!(verdicts(&matrix), [Verdict::Allowed, Verdict::Inferred, Verdict::Allowed]);
}

fn exposed(answers: &[Response]) -> Cell {
    let mut matrix = Matrix::new(plan());
    for (column, response) in Column::SENT.into_iter().zip(answers) {
        matrix.hear(Row::Api, column, Ok(response));
    }
    matrix.cell(Row::Api, Column::Exposed)
}

#[test]
fn a_header_is_seen_or_not_seen_and_its_absence_proves_nothing() {
    let cell = exposed(&[answer(200, &[("content-type", "text/plain"), ("cache-control", "no-store")], "")]);
    assert_eq!((cell.verdict, cell.words.as_str()), (Verdict::NotSeen, "none seen"));
    assert!(said(&cell).contains("Not seen: www-authenticate, dpop-nonce, retry-after, date"));
    assert!(said(&cell).contains("that proves nothing"));
    assert!(!said(&cell).contains("not exposed"));
    let cell = exposed(&[
        answer(401, &[("www-authenticate", "Bearer")], ""),
        answer(401, &[("www-authenticate", "Bearer"), ("dpop-nonce", "n")], ""),
    ]);
    assert_eq!((cell.verdict, cell.words.as_str()), (Verdict::Allowed, "www-authenticate, dpop-nonce"));
    let cell = exposed(&[answer(200, &[("a", "1"), ("b", "2"), ("c", "3")], "")]);
    assert_eq!(cell.words, "a and 2 more");
}

#[test]
fn what_has_to_come_along_and_could_not_be_read_is_inferred_not_to_be_exposed() {
    let cell = exposed(&[answer(401, &[("date", "x")], "")]);
    assert_eq!((cell.verdict, cell.words.as_str()), (Verdict::Inferred, "no WWW-Authenticate"));
    assert!(said(&cell).contains("most likely") && said(&cell).contains("Seen: date"));
    let cell = exposed(&[answer(400, &[], r#"{"error":"use_dpop_nonce"}"#)]);
    assert_eq!((cell.verdict, cell.words.as_str()), (Verdict::Inferred, "no DPoP-Nonce"));
    let cell = exposed(&[answer(400, &[("dpop-nonce", "n")], r#"{"error":"use_dpop_nonce"}"#)]);
    assert_eq!(cell.verdict, Verdict::Allowed);
}

#[test]
fn evidence_is_made_visible_and_cut_and_a_token_that_came_after_all_is_not_shown() {
    let mut matrix = Matrix::new(plan());
    let body = format!("\u{202e}<b>{}", "x".repeat(5000));
    matrix.hear(Row::Token, Column::Simple, Ok(&answer(400, &[("x", "a\u{202e}b")], &body)));
    let Some(Heard::Answer { answer: shown, granted: false, .. }) = matrix.heard(Row::Token, Column::Simple) else {
        panic!("an answer")
    };
    let beginning = shown.body.as_deref().unwrap();
    assert!(beginning.starts_with("\u{FFFD}<b>xxx") && beginning.ends_with("x…"));
    assert_eq!(beginning.chars().count(), 2049);
    assert_eq!(shown.headers[0].1, "a\u{FFFD}b");
    assert_eq!(shown.bytes, body.len());

    matrix.hear(Row::Token, Column::Dpop, Ok(&answer(200, &[], r#"{"access_token":"hunter2"}"#)));
    assert!(!format!("{matrix:?}").contains("hunter2"));
    let cell = matrix.cell(Row::Token, Column::Dpop);
    assert_eq!(cell.verdict, Verdict::Allowed);
    assert!(said(&cell).contains("should refuse"));
}

#[test]
fn its_own_origin_needs_no_leave() {
    let form = with(&code_form(), &[(Field::Api, &format!("{ORIGIN}/api"))]);
    let mut matrix = Matrix::new(plan_with(&form, METADATA));
    hear(&mut matrix, Row::Api, [Ok(200), Ok(200), Ok(200)]);
    assert!(said(&matrix.cell(Row::Api, Column::Dpop)).contains("CORS was not asked"));
    assert!(!said(&matrix.cell(Row::Api, Column::Dpop)).contains("preflight"));
}

fn summary(matrix: &Matrix) -> String {
    matrix.summary().iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn the_summary_names_what_can_be_read_and_what_each_way_lacks() {
    let mut matrix = Matrix::new(plan());
    assert!(summary(&matrix).contains("has read nothing yet"));
    assert_eq!(matrix.summary()[0].0, Verdict::NotTried);
    for row in Row::ALL {
        hear(&mut matrix, row, [Ok(400), Ok(400), Ok(400)]);
    }
    let all = summary(&matrix);
    assert!(
        all.contains(&format!("From {ORIGIN} this browser can read the answers of Discovery, JWKS, Token,")),
        "{all}"
    );
    assert!(
        all.contains("does not stand in its way")
            && all.contains("lets a proof pass at the token endpoint and the API")
    );
    assert!(matrix.summary().iter().all(|(verdict, _)| *verdict == Verdict::Allowed));

    let mut matrix = Matrix::new(plan());
    hear(&mut matrix, Row::Token, [BLOCKED, BLOCKED, BLOCKED]);
    hear(&mut matrix, Row::Api, [Ok(401), BLOCKED, BLOCKED]);
    let most = summary(&matrix);
    assert!(most.contains("can read the answers of API; it cannot read those of Token."), "{most}");
    assert!(most.contains(&format!("Access-Control-Allow-Origin: {ORIGIN} on every answer")));
    assert!(most.contains("It needs DPoP in Access-Control-Allow-Headers"));
    assert!(most.contains("It needs Authorization in Access-Control-Allow-Headers"));
    assert!(most.contains("Not asked: Discovery, JWKS"));
}

#[test]
fn a_server_that_names_no_dpop_need_not_let_a_proof_pass() {
    let dpop = |metadata: &str, answers| {
        let mut matrix = Matrix::new(plan_with(&code_form(), metadata));
        hear(&mut matrix, Row::Token, answers);
        matrix.summary().into_iter().find(|(_, words)| words.starts_with("DPoP: ")).unwrap()
    };
    let silent = METADATA.replace("dpop_signing_alg_values_supported", "something_else");
    let (verdict, words) = dpop(&silent, [Ok(400), Ok(400), BLOCKED]);
    assert_eq!(verdict, Verdict::NotTried);
    assert!(words.contains("names no algorithm for it") && words.contains("at the token endpoint"), "{words}");
    let (verdict, words) = dpop(METADATA, [Ok(400), Ok(400), BLOCKED]);
    assert_eq!(verdict, Verdict::Blocked);
    assert!(words.contains("It needs DPoP in Access-Control-Allow-Headers"));
}

#[test]
fn without_a_client_id_it_says_that_servers_may_decide_by_it() {
    let form = with(&code_form(), &[(Field::ClientId, "")]);
    assert!(summary(&Matrix::new(plan_with(&form, METADATA))).contains("No client id was typed"));
    assert!(!summary(&Matrix::new(plan())).contains("client id"));
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn no_answer_breaks_a_cell(
        status in 100u16..600, name in texts::anything(), value in texts::anything(), body in texts::jsonish()
    ) {
        let mut matrix = Matrix::new(plan());
        for row in Row::ALL {
            for column in Column::SENT {
                matrix.hear(row, column, Ok(&answer(status, &[(&format!("x{name}"), &value)], &body)));
            }
            for column in Column::ALL {
                let cell = matrix.cell(row, column);
                prop_assert!(!cell.words.is_empty() && !cell.reading.is_empty());
            }
        }
        prop_assert!(!matrix.summary().is_empty());
    }
}
