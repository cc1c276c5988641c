use protocol::check::{Checks, Outcome};

#[test]
fn a_check_that_was_never_reached_still_has_its_line() {
    let mut checks = Checks::planned(&["state", "iss"]);
    assert!(checks.compare("state", true, "7", "7"));
    let lines = checks.finish();
    let told: Vec<_> = lines.iter().map(|check| (check.name.as_str(), check.actual.as_str(), check.outcome)).collect();
    assert_eq!(told, [("state", "7", Outcome::Passed), ("iss", "", Outcome::NotLookedAt)]);
}

#[test]
fn a_comparison_says_how_it_ended_and_the_last_word_counts() {
    let mut checks = Checks::planned(&["iss"]);
    assert!(!checks.compare("iss", false, "a", "b"));
    checks.note("iss", Outcome::NotChecked, "a", "none");
    let lines = checks.finish();
    assert_eq!((lines[0].expected.as_str(), lines[0].actual.as_str()), ("a", "none"));
    assert_eq!(lines[0].outcome, Outcome::NotChecked);
}

#[test]
fn a_name_that_was_not_planned_makes_no_line() {
    let mut checks = Checks::planned(&["iss"]);
    checks.note("age", Outcome::Failed, "", "");
    assert_eq!(checks.finish().len(), 1);
}
