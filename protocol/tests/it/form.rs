use crate::support::{code_form, kept, taken, with};
use protocol::form::{ConfigForm, Field};

#[test]
fn a_fresh_form_is_code_with_pkce_a_get_and_this_page() {
    let form = ConfigForm::fresh("https://client.example.com/cb");
    let typed = Field::ALL.map(|field| (field.name(), form.text(field)));
    let typed: Vec<_> = typed.into_iter().filter(|(_, text)| !text.is_empty()).collect();
    assert_eq!(
        typed,
        [
            ("redirect_uri", "https://client.example.com/cb"),
            ("response_type", "code"),
            ("api_method", "GET"),
            ("mode", "run"),
            ("keep", "memory")
        ]
    );
}

#[test]
fn every_field_has_a_name_of_its_own_and_is_found_by_it() {
    for field in Field::ALL {
        assert_eq!(Field::named(field.name()), Some(field));
        let alone = kept(&with(&ConfigForm::default(), &[(field, "x")]));
        assert_eq!(alone, format!("{{\"{}\":\"x\"}}", field.name()), "storage uses the same name");
    }
    assert_eq!(Field::named("Issuer"), None);
    assert_eq!(Field::named(""), None);
}

#[test]
fn the_order_of_fields_is_the_order_of_the_form() {
    assert!(Field::ALL.is_sorted());
}

#[test]
fn blanks_around_a_text_make_no_difference() {
    let form = code_form();
    let padded = with(&form, &[(Field::ClientId, " s6BhdRkqt3 ")]);
    assert_ne!(padded, form);
    assert!(!padded.differs(&form, |_| true));
}

#[test]
fn a_difference_counts_only_where_it_is_asked_for() {
    let form = code_form();
    let other = with(&form, &[(Field::ApiBody, "{}"), (Field::Mode, "step")]);
    assert!(other.differs(&form, Field::is_api));
    assert!(other.differs(&form, Field::is_presentation));
    assert!(!other.differs(&form, |field| !field.is_api() && !field.is_presentation()));
}

#[test]
fn a_form_survives_storage() {
    let form = with(&code_form(), &[(Field::ApiBody, "a\n\"b\"\u{202e}")]);
    let text = kept(&form);
    assert_eq!(taken::<ConfigForm>(&text), Some(form));
}
