use protocol::language::{Language, choose, read};

const LIST: &str = r#"[["en","English","./texts-en-1.json"],["de","Deutsch","./texts-de-2.json"]]"#;

fn chosen(kept: Option<&str>, preferred: &[&str]) -> String {
    let preferred: Vec<String> = preferred.iter().map(|code| (*code).to_owned()).collect();
    choose(&read(LIST), kept, &preferred).unwrap().code.clone()
}

#[test]
fn the_list_of_the_build_is_read() {
    let all = read(LIST);
    let german = Language { code: "de".to_owned(), name: "Deutsch".to_owned(), file: "./texts-de-2.json".to_owned() };
    assert_eq!(all.len(), 2);
    assert_eq!(all[1], german);
    for text in ["", "{}", "[7]", r#"[["de"]]"#, r#"[["de",1,"x"]]"#] {
        assert_eq!(read(text), [], "{text}");
    }
}

#[test]
fn the_person_s_choice_counts_then_the_browser_s_languages_in_their_order_then_english() {
    for (kept, preferred, expected) in [
        (None, &["de-AT", "en"][..], "de"),
        (None, &["fr", "DE"], "de"),
        (None, &["en-GB", "de"], "en"),
        (None, &["fr-CA", "it"], "en"),
        (None, &["den", "d"], "en"),
        (None, &[], "en"),
        (Some("de"), &["en"], "de"),
        (Some("xx"), &["de-Latn-CH-1996"], "de"),
    ] {
        assert_eq!(chosen(kept, preferred), expected, "{kept:?} {preferred:?}");
    }
    assert!(choose(&[], Some("de"), &[]).is_none());
}
