//! What each parameter means, in one or two sentences, and where that is written.

/// An explanation and its source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Meaning {
    /// For a person who knows HTTP and nothing of OAuth.
    pub text: &'static str,
    /// `RFC 7636 §4.5`
    pub section: &'static str,
    /// Its address.
    pub href: &'static str,
}

/// The meaning of a parameter or header in a message, if it is one of the protocol's.
pub fn meaning(name: &str) -> Option<Meaning> {
    let (_, text, section, href) = WORDS.iter().find(|(word, ..)| word.eq_ignore_ascii_case(name))?;
    Some(Meaning { text, section, href })
}

/// Name, text, section, address.
#[rustfmt::skip] // a row a word
const WORDS: [(&str, &str, &str, &str); 29] = [
    ("response_type", "What shall come back: a code to exchange, or at once a token.", "RFC 6749 §3.1.1", "https://www.rfc-editor.org/rfc/rfc6749#section-3.1.1"),
    ("client_id", "The name under which this page is registered at the server. Not a secret.", "RFC 6749 §2.2", "https://www.rfc-editor.org/rfc/rfc6749#section-2.2"),
    ("redirect_uri", "Where the server sends the browser back to. It must be registered, character by character, or anyone could have the answer sent to themselves.", "RFC 6749 §3.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-3.1.2"),
    ("scope", "What the token shall be good for. The server may grant less, or other.", "RFC 6749 §3.3", "https://www.rfc-editor.org/rfc/rfc6749#section-3.3"),
    ("state", "256 random bits that come back with the answer. An answer without them was not asked for by this tab.", "RFC 6749 §10.12", "https://www.rfc-editor.org/rfc/rfc6749#section-10.12"),
    ("nonce", "Random bits that the ID token must repeat, so that an old one cannot be played again.", "OpenID Connect Core §3.1.2.1", "https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest"),
    ("code_challenge", "The SHA-256 of a secret that stays here. Whoever redeems the code must show the secret.", "RFC 7636 §4.2", "https://www.rfc-editor.org/rfc/rfc7636#section-4.2"),
    ("code_challenge_method", "How the challenge was made: S256, and nothing weaker.", "RFC 7636 §4.3", "https://www.rfc-editor.org/rfc/rfc7636#section-4.3"),
    ("prompt", "What the server shall ask the person: login asks for the password again, none forbids to ask.", "OpenID Connect Core §3.1.2.1", "https://openid.net/specs/openid-connect-core-1_0.html#AuthRequest"),
    ("response_mode", "In which part of the address the answer shall stand.", "OAuth 2.0 Multiple Response Types §2.1", "https://openid.net/specs/oauth-v2-multiple-response-types-1_0.html#ResponseModes"),
    ("code", "A ticket for one token. It passes the address bar, and is worth nothing without the verifier.", "RFC 6749 §4.1.2", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2"),
    ("iss", "Which server answered, so that two cannot be mixed up.", "RFC 9207 §2", "https://www.rfc-editor.org/rfc/rfc9207#section-2"),
    ("error", "Why the server refused, as a code.", "RFC 6749 §4.1.2.1", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"),
    ("error_description", "The server's own words to a developer.", "RFC 6749 §4.1.2.1", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"),
    ("error_uri", "Where the server explains the error to a developer.", "RFC 6749 §4.1.2.1", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2.1"),
    ("response", "The whole answer as one signed text. Not asked for here, so not used.", "JARM", "https://openid.net/specs/oauth-v2-jarm.html"),
    ("grant_type", "What is handed in for the token: here, a code.", "RFC 6749 §4.1.3", "https://www.rfc-editor.org/rfc/rfc6749#section-4.1.3"),
    ("code_verifier", "The secret behind the challenge that was sent at the start. Whoever stole the code on the way does not have it.", "RFC 7636 §4.5", "https://www.rfc-editor.org/rfc/rfc7636#section-4.5"),
    ("access_token", "What opens the API. Whoever holds it can use it, so it is masked, kept in memory and sent to one origin only.", "RFC 6750 §1.2", "https://www.rfc-editor.org/rfc/rfc6750#section-1.2"),
    ("token_type", "How the token is used. Bearer: by whoever holds it.", "RFC 6749 §7.1", "https://www.rfc-editor.org/rfc/rfc6749#section-7.1"),
    ("expires_in", "How long the token lives, in seconds.", "RFC 6749 §5.1", "https://www.rfc-editor.org/rfc/rfc6749#section-5.1"),
    ("refresh_token", "What could fetch a new token later. Not used here, and gone with this page.", "RFC 6749 §1.5", "https://www.rfc-editor.org/rfc/rfc6749#section-1.5"),
    ("id_token", "A signed statement of who signed in. It is not validated here, so nothing is taken from it.", "OpenID Connect Core §2", "https://openid.net/specs/openid-connect-core-1_0.html#IDToken"),
    ("session_state", "For watching the session at the server in a frame. Not used here.", "OpenID Connect Session Management §2", "https://openid.net/specs/openid-connect-session-1_0.html"),
    ("authorization", "The token, in the one place where it belongs: not in an address, which is logged.", "RFC 6750 §2.1", "https://www.rfc-editor.org/rfc/rfc6750#section-2.1"),
    ("origin", "Which page asks. The browser writes it, and no script can change it.", "Fetch §3.2", "https://fetch.spec.whatwg.org/#origin-header"),
    ("content-type", "A form's own type needs no leave from the server beforehand; most others do.", "Fetch §2.2.2", "https://fetch.spec.whatwg.org/#cors-safelisted-request-header"),
    ("accept", "What kind of answer is wanted. It needs no leave from the server beforehand.", "Fetch §2.2.2", "https://fetch.spec.whatwg.org/#cors-safelisted-request-header"),
    ("options, before it", "Authorization is not on the list of harmless headers, so the browser asks first. A form's POST never is asked about.", "Fetch §3.3.2", "https://fetch.spec.whatwg.org/#cors-preflight-fetch"),
];
