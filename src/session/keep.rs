//! A session that outlives a reload, where the person chose it: a record in sessionStorage, and a lock that says which tab owns it.
//!
//! A duplicated tab carries a copy of the record. Two tabs with one refresh token would end the session at a server that rotates, so
//! the copy is dropped by the tab that cannot have the lock.

use super::{Session, start, store};
use crate::browser::{entropy, locks};
use leptos::prelude::*;
use protocol::config::Keep;
use protocol::flow::Flow;
use protocol::grant::TokenKind;
use protocol::kept_session::KeptSession;
use protocol::pkce::random_text;
use protocol::report::{Report, Who};
use protocol::trace::{Step, Trace, What};

/// Longest wait for the lock after a reload, in milliseconds: the page that went away may still have it.
const PATIENCE_MS: u32 = 1000;

/// Keeps the session that has just begun, under an id of its own.
pub async fn begin(session: Session) {
    let chosen = session.run_config().is_some_and(|config| config.keep == Keep::Tab);
    if !chosen {
        return;
    }
    let Some(id) = entropy::draw().map(random_text) else { return };
    if locks::hold_for_life(&lock(&id)).await {
        write(session, &id);
    }
}

/// Writes the tokens as they are now, where they are kept.
pub fn update(session: Session) {
    if let Some(id) = store::session().map(|kept| kept.id) {
        write(session, &id);
    }
}

/// Drops the record.
pub fn drop() {
    store::drop_session();
}

/// After a reload: takes the session up again, or drops a copy that belongs to another tab. What is shown of it is the record of its run.
pub fn restore(session: Session) {
    let Some(kept) = store::session() else { return };
    start(async move {
        let alone = locks::hold_within(&lock(&kept.id), PATIENCE_MS).await;
        if session.flow.with_untracked(|flow| !matches!(flow, Flow::Configuring | Flow::Recalled { .. })) {
            return; // the person was quicker
        }
        if alone {
            if session.flow.with_untracked(|flow| matches!(flow, Flow::Configuring)) {
                session.trace.set(Trace::of_run(&kept.form));
                session.form.set(kept.form);
            }
            session.flow.set(Flow::HasToken(Box::new(kept.tokens)));
            session.listen_for_sign_out();
        } else {
            store::drop_session();
            session.push(Step::Session, What::Refused(copy()));
            session.flow.set(Flow::Failed(Step::Session));
        }
    });
}

/// A token that is bound to a key is worth nothing without it, and the key does not outlive the page.
fn write(session: Session, id: &str) {
    session.flow.with_untracked(|flow| {
        if let Some(tokens) = flow.tokens().filter(|tokens| tokens.kind == TokenKind::Bearer) {
            session.trace.with_untracked(|trace| {
                store::keep_session(&KeptSession::text_of(id, trace.form(), tokens));
            });
        }
    });
}

fn lock(id: &str) -> String {
    format!("grantlens.session-{id}")
}

fn copy() -> Report {
    Report::new(
        "storage",
        Who::You,
        "This tab is a copy: its session belongs to the tab that it was copied from.",
        "A refresh token used by two tabs looks like a theft to a server that rotates it, so this tab dropped its copy. The other tab is untouched.",
        "Go on in the other tab, or sign in here.",
    )
}
