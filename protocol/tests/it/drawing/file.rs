use super::{CODE, TOKEN, answer, drawn, redeem, refused, secret, trace, whole_code_run};
use crate::support::{code_form, texts};
use proptest::prelude::*;
use protocol::drawing::file::{Look, svg};
use protocol::trace::{Step, What};
use protocol::wire::Line;
use std::fs;
use std::path::Path;

fn style(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../style").join(name)).unwrap()
}

fn written(dark: bool) -> String {
    let (sheet, tokens) = (style("picture.css"), style("tokens.css"));
    let drawing = drawn(&whole_code_run()).drawing().with_legend();
    svg(&drawing, "A <title> & more", "words", Look { sheet: &sheet, tokens: &tokens, dark })
}

#[test]
fn the_file_stands_by_itself() {
    let file = written(false);
    assert!(file.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\""));
    assert!(file.contains("<title>A &lt;title&gt; &amp; more</title>"));
    for foreign in ["href", "url(", "@import", "var(", "light-dark", "@layer", "<script", "/*"] {
        assert!(!file.contains(foreign), "{foreign}");
    }
    assert_balanced(&file);
}

#[test]
fn its_colours_are_those_of_the_page() {
    let (light, dark) = (written(false), written(true));
    assert!(light.contains(".seq .paper { fill: #ffffff; }") && dark.contains(".seq .paper { fill: #1c1f25; }"));
    assert!(light.contains("stroke: #8a4b08;") && dark.contains("stroke: #f0b266;"), "the front channel");
    // Every variable of the sheet has a value.
    for file in [light, dark] {
        assert!(!file.contains(": ;") && !file.contains("px ;"), "{file}");
    }
}

#[test]
fn c244_it_holds_names_and_no_secret() {
    let file = written(false);
    assert!(file.contains("code_verifier") && file.contains("access_token"));
    assert!(!file.contains(CODE) && !file.contains(TOKEN));
}

/// Every element that opens is closed, in its order; and no `<` or `&` stands alone.
fn assert_balanced(file: &str) {
    let mut open = Vec::new();
    let mut pieces = file.split('<');
    assert_eq!(pieces.next(), Some(""));
    for piece in pieces {
        let (tag, text) = piece.split_once('>').expect("a tag that ends");
        if let Some(name) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(name));
        } else if !tag.ends_with('/') {
            open.push(tag.split(' ').next().unwrap());
        }
        for entity in text.split('&').skip(1) {
            let (name, _) = entity.split_once(';').expect("an entity that ends");
            assert!(["amp", "lt", "gt", "quot", "#39"].contains(&name), "{name}");
        }
    }
    assert!(open.is_empty(), "{open:?}");
}

proptest! {
    /// Whatever a server says, the file is well formed.
    #[test]
    fn c245_any_text_is_escaped(text in texts::anything()) {
        let error = answer(400, vec![Line::plain("error", &text), secret("access_token", TOKEN)]);
        let events = [(Step::Token, What::Sent(redeem())), (Step::Token, error), (Step::Token, refused(&text))];
        let look = Look { sheet: "@layer a { .seq { fill: var(--b); } }", tokens: "--b: red;", dark: false };
        let file = svg(&drawn(&trace(&code_form(), events)).drawing(), &text, &text, look);
        assert_balanced(&file);
        let no_character_of_xml = |c: char| matches!(c, '\0'..='\u{8}' | '\u{b}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        let found = file.chars().find(|c| no_character_of_xml(*c));
        prop_assert_eq!(found, None);
    }
}
