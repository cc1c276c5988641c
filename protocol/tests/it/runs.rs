use crate::support::journey::leave;
use crate::support::{NOW, TOKEN, cases, code_form, texts, token_form};
use proptest::prelude::*;
use protocol::callback;
use protocol::check::Checks;
use protocol::findings::{Basis, Evidence, Finding, Left, Place, Sought, judge};
use protocol::runs::{RunRecord, Runs};
use protocol::secret::Secret;
use protocol::trace::{Step, What};

fn record(at_ms: u64, findings: Vec<Finding>) -> RunRecord {
    RunRecord { at_ms, trace: leave(&code_form()).pending.trace, findings }
}

#[test]
fn the_last_run_of_each_flow_is_kept_and_found_again() {
    let finding = Finding { place: Place::HostLog, basis: Basis::Measured, left: Left::SpentCode };
    let mut runs = Runs::default();
    assert!(runs.newest().is_none() && runs.of("code").is_none());
    runs.keep("code", record(1, Vec::new()));
    runs.keep("code", record(3, vec![finding]));
    runs.keep("token", record(2, Vec::new()));
    let runs = Runs::from_text(&runs.to_text());
    assert_eq!(runs.of("code").map(|record| record.at_ms), Some(3));
    assert_eq!(runs.newest().map(|(flow, _)| flow), Some("code"));
    assert_eq!(runs.finding("code", Place::HostLog), Some(finding));
    assert_eq!(runs.finding("code", Place::Referer), None);
    assert_eq!(runs.finding("token", Place::HostLog), None);
}

#[test]
fn a_kept_run_holds_no_secret() {
    let mut trace = leave(&token_form()).pending.trace;
    let address = format!("https://client.example.com/cb#access_token={TOKEN}&state=x");
    let arrival = callback::read(&address, &mut Checks::planned(&[])).unwrap().message();
    trace.push(Step::Callback, NOW, What::Returned(arrival, 0));
    let evidence = Evidence { arrival: Some(&address), entries: None, host_log: None, api_body: None };
    let findings = judge(&Sought::Token(&Secret::new(TOKEN)), &evidence);
    let mut runs = Runs::default();
    runs.keep("token", RunRecord { at_ms: NOW, trace, findings });
    let text = runs.to_text();
    assert!(!text.contains(TOKEN), "{text}");
    assert!(Runs::from_text(&text).of("token").is_some());
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn no_text_in_storage_makes_it_panic(text in prop_oneof![texts::lossy(), texts::jsonish(), Just("{\"code\":{}}".to_owned())]) {
        let runs = Runs::from_text(&text);
        prop_assert!(runs.newest().is_none());
    }
}
