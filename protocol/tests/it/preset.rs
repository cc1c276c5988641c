//! The presets: how they are read, and whether those that ship are whole.

use crate::support::parse;
use protocol::endpoint::{AddressProblem, checked};
use protocol::form::{ConfigForm, Field};
use protocol::json::Json;
use protocol::preset::{self, Preset};
use std::fs;
use std::path::Path;

fn shipped() -> Vec<(String, Preset)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../presets");
    let mut shipped = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let text = fs::read_to_string(&path).unwrap();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let mut read = preset::read(&format!("[{text}]"), parse).unwrap();
        assert_eq!(read.len(), 1, "{name}");
        let links = Json::object(&text).unwrap().get("links").unwrap().members().len();
        let preset = read.remove(0);
        assert_eq!(preset.links.len(), links, "a link of {name} is no https address");
        shipped.push((name, preset));
    }
    shipped
}

#[test]
fn every_preset_that_ships_is_whole() {
    let shipped = shipped();
    assert!(shipped.len() >= 7, "only {}", shipped.len());
    for (name, preset) in shipped {
        let (year, month) = preset.checked.split_once('-').unwrap();
        assert!(year.len() == 4 && month.len() == 2, "{name}: {}", preset.checked);
        assert!(!preset.set.is_empty(), "{name} says nothing to set");
        for sentence in preset.set.iter().chain(&preset.limits) {
            assert!(sentence.ends_with('.'), "{name}: {sentence}");
        }
        for (field, text) in &preset.fields {
            if !matches!(field, Field::Issuer | Field::AuthorizationEndpoint | Field::TokenEndpoint | Field::Api) {
                continue;
            }
            // What is in braces has to be explained, and all else has to be fit.
            match checked(text, parse).map(|parts| parts.href) {
                Ok(_) => {}
                Err(AddressProblem::Unfilled(part)) => {
                    assert!(preset.fill_in.iter().any(|(known, _)| *known == part), "{name}: {{{part}}}");
                }
                Err(problem) => panic!("{name}: {text}: {problem:?}"),
            }
        }
    }
}

#[test]
fn the_local_preset_names_the_addresses_of_the_demo() {
    let addresses = include_str!("../../../demo/addresses.json");
    let addresses = Json::object(addresses).unwrap();
    let text = |name: &str| match addresses.get(name).unwrap() {
        Json::Number(text) | Json::Text(text) => text.clone(),
        other => panic!("{other:?}"),
    };
    let local = shipped().into_iter().find(|(name, _)| name == "local-demo.json").unwrap().1;
    let mut form = ConfigForm::default();
    local.fill(&mut form);
    assert_eq!(form.text(Field::Issuer), format!("http://localhost:{}", text("authorization_server")));
    assert_eq!(form.text(Field::Api), format!("http://localhost:{}{}", text("api"), text("resource")));
    assert_eq!(form.text(Field::ClientId), text("client_id"));
    assert_eq!(form.text(Field::Scope), text("scope"));
}

#[test]
fn a_preset_fills_its_fields_and_leaves_the_others() {
    let text = r#"[{"name":"A","checked":"2026-11","issuer":"https://{tenant}.example","redirect_uri":"https://evil.example",
        "links":{"good":"https://a.example/","bad":"javascript:alert(1)","worse":"http://a.example/"}}]"#;
    let preset = preset::read(text, parse).unwrap().remove(0);
    assert_eq!(preset.links, [("good".to_owned(), "https://a.example/".to_owned())]);
    let mut form = ConfigForm::fresh("https://client.example.com/cb");
    form.set(Field::ClientId, "typed");
    preset.fill(&mut form);
    assert_eq!(form.text(Field::Issuer), "https://{tenant}.example");
    assert_eq!(form.text(Field::ClientId), "typed");
    assert_eq!(form.text(Field::RedirectUri), "https://client.example.com/cb", "no preset sets where the answer goes");
}

#[test]
fn what_is_no_list_of_presets_is_none() {
    assert!(preset::read("<html>", parse).is_err());
    for text in ["{}", "[]", "[7]", r#"[{"name":"A"}]"#, r#"[{"checked":"2026-11"}]"#] {
        assert_eq!(preset::read(text, parse).unwrap(), [], "{text}");
    }
}
