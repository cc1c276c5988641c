//! An authorization request, through the address bar or pushed: what it has to say, and what later exchanges are compared with.

use crate::check::{Check, Checks, Outcome};
use crate::endpoint::{self, ParseUrl};
use crate::outside::made_visible;
use crate::pkce::CodeVerifier;
use crate::response_type::ResponseType;
use crate::wire::Message;

/// What a request said of the sign-in that it began.
#[derive(Clone, Debug, Default)]
pub struct SignIn {
    pub state: Option<String>,
    pub nonce: Option<String>,
    pub client_id: Option<String>,
    pub response_type: Option<String>,
    pub scope: Option<String>,
    pub code_challenge: Option<String>,
}

impl SignIn {
    pub fn of(message: &Message) -> Self {
        let get = |name| message.get(name).map(str::to_owned);
        Self {
            state: get("state"),
            nonce: get("nonce"),
            client_id: get("client_id"),
            response_type: get("response_type"),
            scope: get("scope"),
            code_challenge: get("code_challenge"),
        }
    }
}

/// The checks of a request (RFC 6749 §4.1.1, RFC 7636 §4.3, RFC 9700 §2.1). One that was pushed before has nothing more to say.
pub fn request(message: &Message, parse: ParseUrl) -> Vec<Check> {
    let get = |name| message.get(name).filter(|text: &&str| !text.is_empty());
    if get("request_uri").is_some() && get("response_type").is_none() {
        let mut checks = Checks::planned(&[]);
        let said = "it was pushed before, or stands elsewhere";
        checks.add("request_uri", Outcome::NotChecked, "the request itself", said);
        return checks.finish();
    }
    let mut checks =
        Checks::planned(&["response_type", "redirect_uri", "state", "code_challenge", "nonce", "client_secret"]);
    let asked = get("response_type").and_then(ResponseType::read);
    let shown = made_visible(get("response_type").unwrap_or("none"), 60);
    match asked {
        Some(asked) if asked.code && !asked.has_token() => {
            checks.note("response_type", Outcome::Passed, "code", &shown);
        }
        Some(_) => {
            let actual = format!("{shown}: a token in the address bar (RFC 9700 §2.1.2)");
            checks.note("response_type", Outcome::NotChecked, "code", &actual);
        }
        None => {
            checks.compare("response_type", false, "code", &shown);
        }
    }
    redirect_uri(get("redirect_uri"), parse, &mut checks);
    let challenged = pkce(asked.is_some_and(|asked| asked.code), &get, &mut checks);
    match get("state") {
        Some(_) => checks.note("state", Outcome::Passed, "one", "one"),
        None if challenged => {
            checks.note("state", Outcome::NotChecked, "one", "none; PKCE has to do its work (RFC 9700 §2.1.1)");
        }
        None => checks.note("state", Outcome::Failed, "one", "none"),
    }
    let needs_nonce = asked.is_some_and(|asked| asked.id_token);
    match get("nonce") {
        Some(_) => checks.note("nonce", Outcome::Passed, "one", "one"),
        None if needs_nonce => checks.note("nonce", Outcome::Failed, "one (OpenID Connect Core §3.2.2.1)", "none"),
        None => checks.note("nonce", Outcome::NotChecked, "need not be there", "none"),
    }
    let secret = get("client_secret").is_some();
    checks.compare("client_secret", !secret, "none: a browser keeps no secret", if secret { "one" } else { "none" });
    checks.finish()
}

fn redirect_uri(text: Option<&str>, parse: ParseUrl, checks: &mut Checks) {
    const EXPECTED: &str = "https, or http on this machine";
    match text.map(|text| (text, endpoint::checked(text, parse))) {
        None => checks.note("redirect_uri", Outcome::NotChecked, EXPECTED, "none: the one that is registered"),
        Some((text, Ok(_))) => checks.note("redirect_uri", Outcome::Passed, EXPECTED, &made_visible(text, 200)),
        Some((text, Err(problem))) => {
            let actual = format!("{}: {}", made_visible(text, 200), problem.sentence());
            checks.note("redirect_uri", Outcome::NotChecked, EXPECTED, &actual);
        }
    }
}

/// Whether a challenge of the safe method is there.
fn pkce<'a>(needed: bool, get: &dyn Fn(&'static str) -> Option<&'a str>, checks: &mut Checks) -> bool {
    const EXPECTED: &str = "43 characters, S256";
    let Some(challenge) = get("code_challenge") else {
        let (outcome, actual) = if needed {
            (Outcome::Failed, "none (RFC 9700 §2.1.1)")
        } else {
            (Outcome::NotChecked, "no code asked for")
        };
        checks.note("code_challenge", outcome, EXPECTED, actual);
        return false;
    };
    let method = get("code_challenge_method").unwrap_or("plain");
    let actual = format!("{} characters, {}", challenge.chars().count(), made_visible(method, 20));
    checks.compare("code_challenge", method == "S256" && challenge.len() == 43, EXPECTED, &actual)
}

/// The checks of a token request (RFC 6749 §4.1.3, RFC 7636 §4.5), against the sign-ins of the same archive.
pub fn token_request(message: &Message, asked: &[SignIn], codes: &[String]) -> Vec<Check> {
    let get = |name| message.get(name).filter(|text: &&str| !text.is_empty());
    let has = |name: &str| message.lines.iter().any(|line| line.name == name);
    let mut checks = Checks::planned(&["grant_type"]);
    let grant = get("grant_type").unwrap_or("none");
    let plain = matches!(grant, "authorization_code" | "refresh_token");
    let outcome = if plain { Outcome::Passed } else { Outcome::NotChecked };
    checks.note("grant_type", outcome, "authorization_code or refresh_token", &made_visible(grant, 100));
    if grant == "authorization_code" {
        match get("code") {
            Some(code) if codes.iter().any(|came| came == code) => {
                checks.add("code", Outcome::Passed, "one that came in this archive", "it did");
            }
            Some(_) => checks.add("code", Outcome::NotChecked, "one that came in this archive", "it came elsewhere"),
            None if has("code") => checks.add("code", Outcome::NotChecked, "one", "left out of the archive"),
            None => checks.add("code", Outcome::Failed, "one", "none"),
        }
        verifier(get("code_verifier"), has("code_verifier"), asked, &mut checks);
    }
    let basic = message.headers.iter().any(|line| {
        line.name == "authorization"
            && line.secret().is_some_and(|text| text.to_ascii_lowercase().starts_with("basic "))
    });
    let secret = has("client_secret") || basic;
    checks.add(
        "client_secret",
        if secret { Outcome::Failed } else { Outcome::Passed },
        "none: a browser keeps no secret",
        if secret { "one" } else { "none" },
    );
    checks.finish()
}

fn verifier(text: Option<&str>, there: bool, asked: &[SignIn], checks: &mut Checks) {
    const NAME: &str = "code_verifier";
    let Some(text) = text else {
        let (outcome, actual) = if there {
            (Outcome::NotChecked, "left out of the archive")
        } else {
            (Outcome::Failed, "none (RFC 9700 §2.1.1)")
        };
        checks.add(NAME, outcome, "43 to 128 characters", actual);
        return;
    };
    let length = text.chars().count();
    if !(43..=128).contains(&length) {
        checks.add(NAME, Outcome::Failed, "43 to 128 characters", &format!("{length} characters"));
        return;
    }
    let challenge = CodeVerifier::restore(text.to_owned()).challenge();
    if asked.iter().any(|sign_in| sign_in.code_challenge.as_deref() == Some(challenge.as_str())) {
        checks.add(NAME, Outcome::Passed, "that of a challenge in this archive", "it fits one");
    } else if asked.iter().any(|sign_in| sign_in.code_challenge.is_some()) {
        checks.add(NAME, Outcome::NotChecked, "that of a challenge in this archive", "it fits none");
    } else {
        checks.add(
            NAME,
            Outcome::NotChecked,
            "43 to 128 characters",
            &format!("{length}; no challenge to compare with"),
        );
    }
}
