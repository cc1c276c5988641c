use crate::support::{CODE, NOW, TOKEN, VERIFIER, cases, checked, code_form, parse, tokens, with};
use proptest::prelude::*;
use protocol::callback::{Asked, CodeGrant};
use protocol::copy::{self, Form};
use protocol::form::Field;
use protocol::pkce::CodeVerifier;
use protocol::redact::Secrets;
use protocol::secret::{Masked, Secret};
use protocol::trace::{Step, Trace, What};
use protocol::wire::{Channel, Line, Message, Place, Shown};
use protocol::{api, token};
use std::io::Write;
use std::process::{Command, Stdio};

const ORIGIN: &str = "https://client.example.com";

fn token_request() -> Message {
    let config = checked(&code_form());
    let grant = CodeGrant {
        code: Secret::new(CODE),
        verifier: CodeVerifier::restore(VERIFIER.to_owned()),
        exchange: config.exchange.clone().unwrap(),
        asked: Asked { config, state: "a-state".to_owned(), nonce: None },
        identity: None,
    };
    token::message(&grant, ORIGIN)
}

fn api_request(headers: &str, body: &str) -> Message {
    let method = if body.is_empty() { "GET" } else { "POST" };
    let form = with(&code_form(), &[(Field::ApiMethod, method), (Field::ApiHeaders, headers), (Field::ApiBody, body)]);
    api::message(&checked(&form).api.unwrap(), Some(&tokens()), ORIGIN)
}

/// What a shell makes of a command: cURL's arguments, and what it would read. The variables are those of the test.
fn run(script: &str) -> (Vec<String>, Vec<u8>) {
    let stub = "curl() { for it in \"$@\"; do printf '%s\\0' \"$it\"; done; printf 'STDIN\\0'; \
                case \"$*\" in *--data-binary*) cat;; esac; }\n";
    let mut shell = Command::new("sh")
        .env("ACCESS_TOKEN", TOKEN)
        .env("CODE", CODE)
        .env("CODE_VERIFIER", VERIFIER)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    shell.stdin.take().unwrap().write_all(format!("{stub}{script}").as_bytes()).unwrap();
    let out = shell.wait_with_output().unwrap();
    assert!(out.status.success());
    let end = b"STDIN\0";
    let at = out.stdout.windows(end.len()).position(|window| window == end).expect("one command ran");
    let (arguments, rest) = out.stdout.split_at(at);
    let arguments = String::from_utf8(arguments.to_vec()).unwrap();
    (arguments.split_terminator('\0').map(str::to_owned).collect(), rest[end.len()..].to_vec())
}

/// The values that follow an option.
fn values<'a>(arguments: &'a [String], option: &str) -> Vec<&'a str> {
    arguments.windows(2).filter(|pair| pair[0] == option).map(|pair| pair[1].as_str()).collect()
}

#[test]
fn c244_nothing_secret_stands_in_a_copy_unless_it_was_asked_for() {
    for message in [token_request(), api_request("", "")] {
        for form in [Form::Curl, Form::Fetch, Form::Rust] {
            let text = copy::text(&message, form, Secrets::LeftOut);
            assert!([CODE, TOKEN, VERIFIER].iter().all(|secret| !text.contains(secret)), "{text}");
        }
    }
    let text = copy::text(&token_request(), Form::Curl, Secrets::Shown);
    assert!(text.contains(CODE) && text.contains(VERIFIER), "as it was asked for: {text}");
}

#[test]
fn c244_what_the_person_typed_and_sounds_like_a_secret_is_left_out_too() {
    let mut message = api_request("X-Api-Key: hunter2\nAccept: text/plain", "{\"password\":\"hunter2\"}");
    message.target.push_str("?api_key=hunter2&page=2");
    for form in [Form::Curl, Form::Fetch, Form::Rust] {
        let text = copy::text(&message, form, Secrets::LeftOut);
        assert!(!text.contains("hunter2"), "{text}");
        assert!(text.contains("text/plain") && text.contains("&page=2"), "{text}");
    }
}

#[test]
fn the_command_takes_its_secrets_from_variables() {
    let (arguments, _) = run(&copy::text(&token_request(), Form::Curl, Secrets::LeftOut));
    assert_eq!(values(&arguments, "--data-urlencode"), [format!("code={CODE}"), format!("code_verifier={VERIFIER}")]);
    assert!(values(&arguments, "--data-raw").contains(&"grant_type=authorization_code"));
    assert!(!arguments.iter().any(|argument| argument == "--request"), "a form is a POST by itself");

    let (arguments, _) = run(&copy::text(&api_request("", ""), Form::Curl, Secrets::LeftOut));
    assert_eq!(values(&arguments, "--header"), [format!("Authorization: Bearer {TOKEN}"), format!("Origin: {ORIGIN}")]);
    assert_eq!(values(&arguments, "--url"), ["https://api.example.com/resource"]);
}

#[test]
fn a_forgotten_secret_stays_a_name_even_when_values_are_asked_for() {
    let mut message = api_request("", "");
    message.forget();
    let text = copy::text(&message, Form::Curl, Secrets::Shown);
    assert!(text.contains("'Authorization: Bearer '\"$ACCESS_TOKEN\""), "{text}");
    message.headers.push(Line::new("DPoP", Shown::Masked(Masked::forgotten(300))));
    let text = copy::text(&message, Form::Curl, Secrets::LeftOut);
    assert!(text.contains("'Authorization: DPoP '\"$ACCESS_TOKEN\"") && text.contains("\"$DPOP_PROOF\""), "{text}");
}

#[test]
fn only_what_the_page_sent_itself_is_copied() {
    assert!(copy::is_copied(&token_request(), parse));
    let navigation = Message::navigation("https://as.example.com/authorize", Place::Query, Vec::new());
    assert!(!copy::is_copied(&navigation, parse), "cURL would fetch a sign-in page");
    let file = Message { target: "file:///etc/passwd".to_owned(), ..token_request() };
    assert!(!copy::is_copied(&file, parse), "an archive from anywhere must not make a command of that");
    let method = Message { method: "GET\n".to_owned(), ..token_request() };
    assert!(!copy::is_copied(&method, parse));
}

#[test]
fn fetch_does_what_the_page_did() {
    let text = copy::text(&token_request(), Form::Fetch, Secrets::LeftOut);
    for option in
        ["credentials: \"omit\"", "cache: \"no-store\"", "redirect: \"error\"", "referrerPolicy: \"no-referrer\""]
    {
        assert!(text.contains(option), "{text}");
    }
    assert!(
        text.starts_with("const CODE = prompt(\"CODE\");\nconst CODE_VERIFIER = prompt(\"CODE_VERIFIER\");\n"),
        "{text}"
    );
    assert!(
        text.contains("\"grant_type=authorization_code&code=\" + encodeURIComponent(CODE) + \"&redirect_uri="),
        "{text}"
    );
}

#[test]
fn the_program_is_the_one_that_was_compiled_by_hand() {
    assert_eq!(
        copy::text(&token_request(), Form::Rust, Secrets::LeftOut),
        r#"// Cargo.toml: reqwest = { version = "0.13", features = ["blocking", "form"] }
fn main() -> Result<(), Box<dyn std::error::Error>> {
    let code = std::env::var("CODE")?;
    let code_verifier = std::env::var("CODE_VERIFIER")?;
    let client = reqwest::blocking::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let response = client
        .request(reqwest::Method::from_bytes("POST".as_bytes())?, "https://server.example.com/token")
        .header("Accept", "application/json")
        .header("Content-Type", "application/x-www-form-urlencoded")
        .form(&[
            ("grant_type", "authorization_code"),
            ("code", code.as_str()),
            ("redirect_uri", "https://client.example.com/cb"),
            ("client_id", "s6BhdRkqt3"),
            ("code_verifier", code_verifier.as_str()),
        ])
        .send()?;
    println!("{}", response.status());
    println!("{}", response.text()?);
    Ok(())
}
"#
    );
}

#[test]
fn a_write_without_a_body_says_so_and_an_empty_header_is_sent() {
    let mut message = api_request("", "");
    message.method = "PUT".to_owned();
    message.headers.push(Line::plain("X-Empty", ""));
    let (arguments, _) = run(&copy::text(&message, Form::Curl, Secrets::LeftOut));
    assert_eq!(values(&arguments, "--data-raw"), [""]);
    assert_eq!(values(&arguments, "--request"), ["PUT"]);
    assert!(
        values(&arguments, "--header").contains(&"X-Empty;")
            && values(&arguments, "--header").contains(&"Content-Type:")
    );
}

#[test]
fn control_characters_never_reach_a_terminal_as_they_are() {
    let body = "a\u{3}b\u{1b}[201~\rc\0d%s'\\\u{202e}";
    let message = Message { body: Some(body.to_owned()), ..api_request("", "x") };
    let text = copy::text(&message, Form::Curl, Secrets::LeftOut);
    assert!(text.chars().all(|c| !c.is_control() || c == '\n'), "{text:?}");
    let (_, read) = run(&text);
    assert_eq!(String::from_utf8(read).unwrap(), body);
}

fn any_request(target: &str, value: &str, body: &str) -> Message {
    Message {
        channel: Channel::Back,
        method: "POST".to_owned(),
        headers: vec![Line::plain("X-Any", value)],
        body: Some(body.to_owned()),
        ..Message::navigation(target, Place::Body, Vec::new())
    }
}

proptest! {
    #![proptest_config(cases(200))]

    #[test]
    fn every_byte_comes_through_the_shell(target in "[^\0\n]{1,40}", value in "[^\0\r\n]{1,40}", body in "(?s).{1,60}") {
        let (arguments, read) = run(&copy::text(&any_request(&target, &value, &body), Form::Curl, Secrets::Shown));
        prop_assert_eq!(values(&arguments, "--url"), [target.as_str()]);
        if !value.trim().is_empty() {
            let header = format!("X-Any: {value}");
            prop_assert!(values(&arguments, "--header").contains(&header.as_str()));
        }
        let sent = match values(&arguments, "--data-raw").as_slice() {
            [raw] => (*raw).to_owned(),
            _ => String::from_utf8(read).unwrap(),
        };
        prop_assert_eq!(sent, body);
    }

    /// Both languages' strings are those of JSON, but for the braces of `\u{…}`.
    #[test]
    fn every_literal_is_one(body in "(?s).{0,60}") {
        let text = copy::text(&any_request("https://x.example", "x", &body), Form::Fetch, Secrets::Shown);
        let literal = text.lines().find_map(|line| line.strip_prefix("  body: ")?.strip_suffix(',')).unwrap();
        let unicode = regex_free_json(literal);
        prop_assert_eq!(serde_json::from_str::<String>(&unicode).unwrap(), body);
    }
}

/// `\u{1b}` as JSON writes it.
fn regex_free_json(literal: &str) -> String {
    let mut out = String::new();
    let mut rest = literal;
    while let Some(at) = rest.find('\\') {
        out.push_str(&rest[..at]);
        if let Some(escape) = rest[at..].strip_prefix("\\u{") {
            let end = escape.find('}').unwrap();
            let c = char::from_u32(u32::from_str_radix(&escape[..end], 16).unwrap()).unwrap();
            for unit in c.encode_utf16(&mut [0; 2]) {
                out.extend([format!("\\u{unit:04x}")]);
            }
            rest = &escape[end + 1..];
        } else {
            out.push_str(&rest[at..at + 2]);
            rest = &rest[at + 2..];
        }
    }
    out + rest
}

#[test]
fn c244_a_trace_that_is_exported_holds_the_messages_it_is_made_of() {
    let mut trace = Trace::of_run(&code_form());
    trace.push(Step::Token, NOW, What::Sent(token_request()));
    let all = protocol::exchange::exchanges(&trace);
    assert!(copy::is_copied(all[0].message, parse));
}
