//! How much is read: enough for any answer, and never so much that a body of brackets or names could stop the page.

use protocol::json::Json;

/// So many lists, one in the other.
fn lists(depth: usize) -> String {
    "[".repeat(depth) + &"]".repeat(depth)
}

/// So many objects, one in the other.
fn objects(depth: usize) -> String {
    "{\"a\":".repeat(depth - 1) + "{}" + &"}".repeat(depth - 1)
}

/// An object of so many members, no two of one name.
fn members(count: usize) -> String {
    let members: Vec<String> = (0..count).map(|at| format!("\"{at}\":{at}")).collect();
    format!("{{{}}}", members.join(","))
}

#[track_caller]
fn refused(text: &str, words: &str) {
    let error = Json::parse(text).expect_err("it is too much");
    assert!(error.starts_with(words), "{error}");
}

#[test]
fn a_hundred_levels_are_read_and_no_more() {
    const WORDS: &str = "it is nested too deeply";
    for nested in
        [lists, objects, |depth| format!("[{}]", objects(depth - 1)), |depth| format!("{{\"a\":{}}}", lists(depth - 1))]
    {
        let read = Json::parse(&nested(100)).unwrap();
        assert_eq!(read.to_string(), nested(100), "and are written again");
        refused(&nested(101), WORDS);
        refused(&nested(100_000), WORDS);
    }
    refused(&"[".repeat(1 << 20), WORDS);
    refused(&"{\"a\":".repeat(1 << 18), WORDS);
}

#[test]
fn levels_that_have_ended_do_not_count() {
    let text = format!("[{},{},{}]", lists(99), objects(99), lists(99));
    assert_eq!(Json::parse(&text).unwrap().items().len(), 3);
}

#[test]
fn a_thousand_members_are_read_and_no_more() {
    const WORDS: &str = "it has more than 1000 members";
    assert_eq!(Json::object(&members(1000)).unwrap().members().len(), 1000);
    refused(&members(1001), WORDS);
    refused(&format!("[{}]", members(1001)), WORDS);
    refused(&members(100_000), WORDS);
}

#[test]
fn the_limit_is_of_each_object_and_a_list_has_none() {
    let text = format!("[{},{}{}]", members(1000), members(1000), ",0".repeat(5000));
    assert_eq!(Json::parse(&text).unwrap().items().len(), 5002);
}

#[test]
fn a_string_of_a_megabyte_is_read_and_written() {
    for piece in ["x", "é", "\u{1f600}", "\"", "\u{0}"] {
        let long = Json::Text(piece.repeat((1 << 20) / piece.len()));
        assert_eq!(Json::parse(&long.to_string()), Ok(long));
    }
    let escaped = format!("\"{}\"", "\\ud83d\\ude00".repeat((1 << 20) / 12));
    assert_eq!(Json::parse(&escaped).unwrap().text().map(|text| text.chars().count()), Some((1 << 20) / 12));
}
