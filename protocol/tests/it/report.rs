use crate::support::{assert_harmless, cases, kept, taken, texts};
use proptest::prelude::*;
use protocol::report::{Report, Who};

fn report() -> Report {
    Report::new("iss", Who::Unknown, "A headline.", "A meaning.", "A remedy.")
}

#[test]
fn an_empty_fact_is_left_out() {
    let report = report().evidence("error", "").evidence("iss", "https://as.example");
    assert_eq!(report.evidence, [("iss".to_owned(), "https://as.example".to_owned())]);
}

#[test]
fn reason_and_status_are_part_of_the_machine_s_view() {
    let report = report().reason("used").status(401);
    assert_eq!((report.reason.as_deref(), report.status), (Some("used"), Some(401)));
}

#[test]
fn c041_a_fact_of_a_megabyte_is_cut() {
    let report = report().evidence("error_description", &"x".repeat(1 << 20));
    assert_eq!(report.evidence[0].1.chars().count(), protocol::report::LONGEST + 1);
}

#[test]
fn everyone_who_can_mend_something_has_a_name() {
    let all = [Who::You, Who::Client, Who::AuthorizationServer, Who::Api, Who::Browser, Who::Host, Who::Unknown];
    let mut words = all.map(Who::words);
    words.sort_unstable();
    assert!(words.windows(2).all(|pair| pair[0] != pair[1]));
    assert!(words.iter().all(|words| !words.is_empty()));
}

#[test]
fn a_report_survives_storage() {
    let report = report().reason("used").status(401).evidence("error", "x");
    let text = kept(&report);
    assert_eq!(taken::<Report>(&text), Some(report));
}

proptest! {
    #![proptest_config(cases(256))]

    #[test]
    fn no_fact_alters_the_page(text in texts::anything()) {
        for (_, text) in &report().evidence("error", &text).evidence {
            assert_harmless(text);
        }
    }
}
