//! What has been typed since the run began.

use super::UNCHANGED;
use crate::support::{code_form, with};
use protocol::flow::{Changed, StepState};
use protocol::form::Field;

fn between(typed: &[(Field, &str)], origins: (Option<&str>, Option<&str>)) -> Changed {
    Changed::between(&with(&code_form(), typed), &code_form(), origins.0, origins.1)
}

const SAME: (Option<&str>, Option<&str>) = (Some("https://api.example.com"), Some("https://api.example.com"));

#[test]
fn each_field_counts_where_it_has_an_effect() {
    for field in Field::ALL {
        let changed = between(&[(field, "other")], SAME);
        let expected = Changed {
            sign_in: !field.is_api() && !field.is_presentation(),
            api_origin: false,
            api_call: field.is_api(),
        };
        assert_eq!(changed, expected, "{field:?}");
    }
}

#[test]
fn nothing_typed_or_only_blanks_is_no_change() {
    assert_eq!(between(&[], SAME), UNCHANGED);
    assert_eq!(between(&[(Field::ClientId, " s6BhdRkqt3 ")], SAME), UNCHANGED);
}

#[test]
fn another_origin_counts_by_itself() {
    for origins in [(Some("https://a"), Some("https://b")), (None, Some("https://b")), (Some("https://a"), None)] {
        assert_eq!(between(&[], origins), Changed { api_origin: true, ..UNCHANGED });
    }
    assert_eq!(between(&[], (None, None)), UNCHANGED);
}

#[test]
fn states_have_stable_names() {
    use StepState::{Blocked, Done, Failed, Ready, Running, Stale};
    let names = [Blocked, Ready, Running, Done, Stale, Failed].map(StepState::name);
    assert_eq!(names, ["blocked", "ready", "running", "done", "stale", "failed"]);
}
