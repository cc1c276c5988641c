//! What the person reads: every refusal, by its kind, and never a token in it.

use crate::support::assert_report;
use protocol::http::Failure;
use protocol::id_token::IdTokenError;
use protocol::jwks::{JwksError, KeyProblem};
use protocol::jwt::JwtError;
use protocol::report::Who;
use protocol::signed::{SignedError, Sort};

#[track_caller]
fn report(error: &IdTokenError, kind: &str, who: Who) {
    let status = match error {
        IdTokenError::Signed(SignedError::Keys(JwksError::Status(status))) => Some(*status),
        _ => None,
    };
    let report = error.report("https://client.example.com", "https://server.example.com/jwks");
    assert_report(&report, kind, None, status, who);
}

#[test]
fn every_refusal_has_its_kind_and_says_who_can_mend_it() {
    use Who::{AuthorizationServer as Server, Browser, Unknown, You};
    let claim = |name| SignedError::Claim { name, expected: "this".to_owned(), actual: "that".to_owned() };
    let [expected, actual, offset] = ["this", "that", "1 d ahead"].map(str::to_owned);
    for (error, kind, who) in [
        (IdTokenError::Missing, "param", Server),
        (IdTokenError::Nonce { sent: true, came: false }, "nonce", Unknown),
        (IdTokenError::Nonce { sent: false, came: true }, "nonce", Unknown),
        (IdTokenError::Hash { name: "at_hash", came: true }, "hash", Unknown),
    ] {
        report(&error, kind, who);
    }
    for (error, kind, who) in [
        (SignedError::Jwt(JwtError::TooLong(70_000)), "jwt", Server),
        (SignedError::Jwt(JwtError::Encrypted), "jwt", Server),
        (SignedError::Jwt(JwtError::Parts(2)), "jwt", Server),
        (SignedError::Jwt(JwtError::Base64("header")), "jwt", Server),
        (SignedError::Jwt(JwtError::NotUtf8("payload")), "jwt", Server),
        (SignedError::Jwt(JwtError::NotAnObject("header")), "jwt", Server),
        (SignedError::Jwt(JwtError::Json("payload", "a member comes twice".to_owned())), "json", Server),
        (SignedError::Jwt(JwtError::Critical), "jwt", Server),
        (SignedError::Jwt(JwtError::HeaderMember("kid")), "jwt", Server),
        (SignedError::Jwt(JwtError::Type("at+jwt".to_owned())), "jwt", Server),
        (SignedError::Algorithm { expected: "RS256".to_owned(), actual: "none".to_owned() }, "alg", Server),
        (SignedError::Key(KeyProblem::UnknownKid), "key", Server),
        (SignedError::Key(KeyProblem::NoneFits), "key", Server),
        (SignedError::Key(KeyProblem::Several(2)), "key", Server),
        (SignedError::Key(KeyProblem::Unfit("it is too short")), "key", Server),
        (SignedError::Keys(JwksError::Status(404)), "key", Server),
        (SignedError::Keys(JwksError::TooLong(5_000_000)), "key", Server),
        (SignedError::Keys(JwksError::Json("it ends too early".to_owned())), "key", Server),
        (SignedError::Keys(JwksError::NoKeys), "key", Server),
        (SignedError::Keys(JwksError::TooMany(10_000)), "key", Server),
        (SignedError::KeysUnreachable(Failure::NetworkOrCors), "net_or_cors", Server),
        (SignedError::KeysUnreachable(Failure::Offline), "net_or_cors", You),
        (SignedError::KeysUnreachable(Failure::Timeout { seconds: 30 }), "timeout", Server),
        (SignedError::KeysUnreachable(Failure::Cancelled), "cancelled", You),
        (SignedError::KeysUnreachable(Failure::TooLarge { limit: 1 << 20 }), "key", Server),
        (SignedError::KeyRefused, "key", Unknown),
        (SignedError::NoCrypto, "env", Browser),
        (SignedError::Signature, "sig", Unknown),
        (SignedError::ClaimType { name: "sub" }, "json", Server),
        (claim("iss"), "claim.iss", Unknown),
        (claim("aud"), "claim.aud", Unknown),
        (claim("azp"), "claim.azp", Unknown),
        (claim("exp"), "claim.exp", Server),
        (claim("sub"), "claim.sub", Server),
        (claim("auth_time"), "claim.auth_time", Server),
        (claim("acr"), "claim.acr", You),
        (SignedError::Clock { name: "exp", expected, actual, offset }, "claim.exp", You),
    ] {
        report(&IdTokenError::Signed(error), kind, who);
    }
}

#[test]
fn c135_an_encrypted_token_is_named_as_such() {
    let report = SignedError::Jwt(JwtError::Encrypted).report(Sort::IdToken, "", "");
    assert!(report.meaning.contains("Encrypted ID tokens are not supported"));
}

#[test]
fn c140_the_origin_to_allow_stands_in_the_report() {
    let report =
        SignedError::KeysUnreachable(Failure::NetworkOrCors).report(Sort::Answer, "https://client.example.com", "");
    assert!(report.evidence.contains(&("origin to allow".to_owned(), "https://client.example.com".to_owned())));
}

#[test]
fn c145_a_token_that_names_no_audience_is_not_said_to_be_for_others() {
    let claim = |actual: &str| SignedError::Claim { name: "aud", expected: "me".to_owned(), actual: actual.to_owned() };
    for actual in ["none", ""] {
        let report = claim(actual).report(Sort::IdToken, "", "");
        assert_eq!(report.headline, "This ID token names nobody whom it is for.");
        assert_eq!(report.who, Who::AuthorizationServer);
    }
    assert!(claim("another").report(Sort::IdToken, "", "").headline.contains("for another client"));
}
