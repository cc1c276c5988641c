use crate::support::{checked, code_form, with};
use protocol::challenge;
use protocol::form::{ConfigForm, Field};
use protocol::step_up::StepUp;

fn of(header: &str, form: &ConfigForm) -> Option<StepUp> {
    StepUp::of(challenge::parse(header).first().expect("a challenge"), form)
}

#[test]
fn c178_a_missing_scope_is_asked_for_beside_those_that_are_there() {
    let form = with(&code_form(), &[(Field::Scope, "openid read")]);
    let wanted = of(r#"Bearer error="insufficient_scope", scope="read admin write""#, &form).expect("more");
    assert_eq!(wanted.scope, ["admin", "write"]);
    assert_eq!(wanted.words(), "scope admin write");
    let mut asked = form.clone();
    wanted.fill(&mut asked);
    assert_eq!(asked.text(Field::Scope), "openid read admin write");
    assert_eq!(of(r#"Bearer error="insufficient_scope", scope="read""#, &form), None, "nothing is missing");
    assert_eq!(of(r#"Bearer error="insufficient_scope""#, &form), None, "it does not say what");
}

#[test]
fn a_stronger_or_newer_sign_in_takes_an_earlier_demand_s_place() {
    let form = with(&code_form(), &[(Field::AuthorizationParams, "acr_values=low\naudience=x")]);
    let header = r#"Bearer error="insufficient_user_authentication", acr_values="urn:mfa", max_age="5""#;
    let wanted = of(header, &form).expect("more");
    assert_eq!((wanted.acr_values.as_deref(), wanted.max_age), (Some("urn:mfa"), Some(5)));
    let mut asked = form.clone();
    wanted.fill(&mut asked);
    assert_eq!(asked.text(Field::AuthorizationParams), "audience=x\nacr_values=urn:mfa\nmax_age=5");
    assert_eq!(checked(&asked).authorization_params.len(), 3, "it is a request that can be made");
}

#[test]
fn what_could_not_stand_in_a_request_is_passed_over() {
    let form = code_form();
    for header in [
        "Bearer error=\"insufficient_user_authentication\", acr_values=\"a\u{202e}b\"",
        r#"Bearer error="insufficient_user_authentication", max_age="soon""#,
        "Bearer error=\"insufficient_scope\", scope=\"é\"",
        r#"Bearer error="invalid_token", scope="admin""#,
        "Basic realm=x",
    ] {
        assert_eq!(of(header, &form), None, "{header}");
    }
}
