use crate::support::{TOKEN, kept, taken};
use protocol::callback::CodeGrant;
use protocol::pkce::CodeVerifier;
use protocol::secret::{Masked, Secret};
use protocol::transaction::Pending;

#[test]
fn debug_tells_the_length_of_a_secret_and_nothing_else() {
    let secret = Secret::new(TOKEN);
    assert_eq!(format!("{secret:?}"), "Secret(22 characters)");
    assert_eq!(format!("{:?}", Masked::of(&secret)), "Masked { characters: 22, text: Some(Secret(22 characters)) }");
    assert_eq!(secret.reveal(), TOKEN);
}

#[test]
fn the_length_is_counted_in_characters() {
    assert_eq!(Masked::of(&Secret::new("€€")).characters, 2);
}

#[test]
fn serialised_a_masked_secret_is_its_length() {
    let masked = Masked::of(&Secret::new(TOKEN));
    let text = kept(&masked);
    assert_eq!(text, r#"{"characters":22}"#);
    let back: Masked = taken(&text).unwrap();
    assert_eq!((back.characters, back.reveal()), (22, None));
}

#[test]
fn a_text_in_storage_cannot_put_a_secret_back() {
    let back: Masked = taken(r#"{"characters":3,"text":"abc"}"#).unwrap();
    assert_eq!(back.reveal(), None);
}

#[test]
fn what_is_forgotten_keeps_its_length() {
    let mut masked = Masked::of(&Secret::new(TOKEN));
    assert_eq!(masked.reveal(), Some(TOKEN));
    masked.forget();
    assert_eq!((masked.characters, masked.reveal()), (22, None));
}

/// Of the two impls below both fit a type that is `Clone`, so that naming one without saying which would not compile.
#[test]
fn what_may_be_used_once_cannot_be_cloned() {
    trait NotClone<Which> {
        const HOLDS: bool = true;
    }
    struct IfClone;
    impl<T: ?Sized> NotClone<()> for T {}
    impl<T: Clone> NotClone<IfClone> for T {}
    let all =
        [<CodeVerifier as NotClone<_>>::HOLDS, <Pending as NotClone<_>>::HOLDS, <CodeGrant as NotClone<_>>::HOLDS];
    assert_eq!(all, [true; 3]);
}
