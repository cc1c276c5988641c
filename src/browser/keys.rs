//! Key pairs that never leave the browser, kept in IndexedDB while the person is away: web storage could hold only a key's text, and
//! these have none.
//!
//! One database, one store, one record a sign-in, found by its `state`: `{ pair, made_ms }`.

use js_sys::{Array, ArrayBuffer, Function, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use wasm_bindgen_futures::JsFuture;
use web_sys::{CryptoKey, CryptoKeyPair, EventTarget, IdbDatabase, IdbObjectStore, IdbTransactionMode};

const DATABASE: &str = "grantlens";
const STORE: &str = "keys";

/// A pair of keys for ECDSA on the curve P-256. The private one cannot be taken out of the browser.
#[derive(Clone)]
pub struct KeyPair {
    private: CryptoKey,
    /// The public key as an uncompressed point: the byte 4, then x and y, 32 bytes each.
    pub point: Vec<u8>,
}

/// Why there is no key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refused {
    /// The browser makes none.
    NotMade,
    /// It keeps none: IndexedDB is denied, full, or takes no keys.
    NotKept,
}

/// Whether this browser lets the page have a database. Where it does not say so before, [`make`] still may not keep a pair.
pub async fn are_kept() -> bool {
    let listed = || -> Result<Promise, JsValue> {
        let factory = window()?.indexed_db()?.ok_or(JsValue::NULL)?;
        let list: Function = Reflect::get(&factory, &"databases".into())?.dyn_into()?;
        list.call0(&factory)?.dyn_into()
    };
    match listed() {
        Ok(listed) => JsFuture::from(listed).await.is_ok(),
        Err(_) => false,
    }
}

/// Makes a pair and keeps it under `state`; it is there when this returns. `now_ms` is milliseconds since 1970.
pub async fn make(state: &str, now_ms: u64) -> Result<KeyPair, Refused> {
    let pair = generate().await.map_err(|_| Refused::NotMade)?;
    let public = pair.get_public_key();
    keep(state, &pair, now_ms).await.map_err(|_| Refused::NotKept)?;
    whole(&pair, &public).await.map_err(|_| Refused::NotMade)
}

/// Takes the pair of `state` out of the database: it is found once. `None` when it is not there.
pub async fn take(state: &str) -> Option<KeyPair> {
    let pair: CryptoKeyPair = take_record(state).await.ok()??;
    let public = pair.get_public_key();
    whole(&pair, &public).await.ok()
}

/// Drops the pair of `state`. Where there is no database there is none.
pub async fn drop_pair(state: &str) {
    let _ = take_record(state).await;
}

/// Drops every pair that was made before `then_ms`.
pub async fn purge(then_ms: u64) {
    let _ = purge_records(then_ms).await;
}

/// Removes the database with all that is in it.
pub fn forget_all() {
    if let Ok(Some(factory)) = window().and_then(|window| window.indexed_db()) {
        // A request that is not waited for: another tab may have the database open for a moment yet.
        let _ = factory.delete_database(DATABASE);
    }
}

impl KeyPair {
    /// Signs a text with ECDSA and SHA-256: r and s, 32 bytes each. `None` when the browser does not.
    pub async fn sign(&self, text: &str) -> Option<Vec<u8>> {
        let how = object(&[("name", "ECDSA".into()), ("hash", "SHA-256".into())]);
        let subtle = window().ok()?.crypto().ok()?.subtle();
        let bytes = Uint8Array::from(text.as_bytes());
        let signed = subtle.sign_with_object_and_buffer_source(&how, &self.private, &bytes).ok()?;
        bytes_of(JsFuture::from(signed).await.ok()?)
    }
}

async fn generate() -> Result<CryptoKeyPair, JsValue> {
    let how = object(&[("name", "ECDSA".into()), ("namedCurve", "P-256".into())]);
    let uses = Array::of2(&"sign".into(), &"verify".into());
    let made = window()?.crypto()?.subtle().generate_key_with_object(&how, false, &uses)?;
    JsFuture::from(made).await.map(JsCast::unchecked_into)
}

/// A public key can always be exported, whatever was said of the pair.
async fn whole(pair: &CryptoKeyPair, public: &CryptoKey) -> Result<KeyPair, JsValue> {
    let exported = JsFuture::from(window()?.crypto()?.subtle().export_key("raw", public)?).await?;
    let point = bytes_of(exported).unwrap_or_default();
    Ok(KeyPair { private: pair.get_private_key(), point })
}

fn bytes_of(buffer: JsValue) -> Option<Vec<u8>> {
    buffer.dyn_into::<ArrayBuffer>().ok().map(|buffer| Uint8Array::new(&buffer).to_vec())
}

async fn keep(state: &str, pair: &CryptoKeyPair, now_ms: u64) -> Result<(), JsValue> {
    let database = open(true).await?;
    let record = object(&[("pair", pair.into()), ("made_ms", number(now_ms))]);
    let store = store(&database, IdbTransactionMode::Readwrite);
    let kept = match store.and_then(|store| store.put_with_key(&record, &state.into()).map(|_| store)) {
        Ok(store) => settled(&store.transaction(), "complete", "abort").await,
        Err(refused) => Err(refused),
    };
    database.close();
    kept
}

/// Reads and removes in one transaction, so that two tabs cannot both have it.
async fn take_record(state: &str) -> Result<Option<CryptoKeyPair>, JsValue> {
    let database = open(false).await?;
    let taken = async {
        let store = store(&database, IdbTransactionMode::Readwrite)?;
        let found = store.get(&state.into())?;
        store.delete(&state.into())?;
        settled(&store.transaction(), "complete", "abort").await?;
        found.result()
    };
    let record = taken.await;
    database.close();
    let pair = Reflect::get(&record?, &"pair".into()).ok();
    Ok(pair.filter(JsValue::is_object).map(JsCast::unchecked_into))
}

async fn purge_records(then_ms: u64) -> Result<(), JsValue> {
    let database = open(false).await?;
    let purged = async {
        let store = store(&database, IdbTransactionMode::Readwrite)?;
        let (keys, records) = (store.get_all_keys()?, store.get_all()?);
        settled(&records, "success", "error").await?;
        let (keys, records): (Array, Array) = (keys.result()?.unchecked_into(), records.result()?.unchecked_into());
        for (key, record) in keys.iter().zip(records.iter()) {
            let made_ms = Reflect::get(&record, &"made_ms".into()).ok().and_then(|made| made.as_f64());
            if made_ms.is_none_or(|made_ms| Some(made_ms) < number(then_ms).as_f64()) {
                store.delete(&key)?;
            }
        }
        Ok(())
    };
    let purged = purged.await;
    database.close();
    purged
}

/// Opens the database. Where there is none it is made, or not: a visit that has no key shall leave none behind.
async fn open(make: bool) -> Result<IdbDatabase, JsValue> {
    let factory = window()?.indexed_db()?.ok_or(JsValue::NULL)?;
    let request = factory.open_with_u32(DATABASE, 1)?;
    let fresh = request.clone();
    let upgrade = Closure::once_into_js(move || match fresh.result() {
        Ok(database) if make => drop(database.unchecked_into::<IdbDatabase>().create_object_store(STORE)),
        // Undoes the making; the request then ends with an error.
        _ => drop(fresh.transaction().map(|making| making.abort())),
    });
    request.set_onupgradeneeded(Some(upgrade.unchecked_ref()));
    settled(&request, "success", "error").await?;
    request.result().map(JsCast::unchecked_into)
}

fn store(database: &IdbDatabase, mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    database.transaction_with_str_and_mode(STORE, mode)?.object_store(STORE)
}

/// Waits for one event or the other.
async fn settled(target: &EventTarget, good: &str, bad: &str) -> Result<(), JsValue> {
    let mut refused = Ok(());
    let promise = Promise::new(&mut |resolve, reject| {
        refused = target
            .add_event_listener_with_callback(good, &resolve)
            .and_then(|()| target.add_event_listener_with_callback(bad, &reject));
    });
    refused?;
    JsFuture::from(promise).await.map(drop)
}

fn window() -> Result<web_sys::Window, JsValue> {
    web_sys::window().ok_or(JsValue::NULL)
}

/// A date as JavaScript has it.
#[allow(clippy::cast_precision_loss)] // a date is below 2^53
fn number(ms: u64) -> JsValue {
    JsValue::from_f64(ms as f64)
}

fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        drop(Reflect::set(&object, &(*name).into(), value));
    }
    object
}
