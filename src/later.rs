//! The second half of the program: what nobody needs before the first press of a button.
//!
//! A visit begins with the form alone. The rest (leaving, coming back, token, API, what was left where) is a second wasm file,
//! which boot.js fetches at the first touch of the page, or beside the first one when an answer has come. The build cuts the
//! program in two below [`Later`]: what only it reaches stands in the second file (setup/split.mjs, ARCHITECTURE.md).
//!
//! **Invariant:** nothing but `LATER` names what belongs to the second half, and nothing but [`enter`] reaches `LATER`.

#![cfg_attr(not(feature = "halves"), allow(dead_code))]

use crate::element::Element;
use crate::session::Session;
use crate::session::half::Verbs;
use crate::view::step::Card;
use crate::view::{
    api, authorize, beside, callback, invited, look_up, matrix, presets, problem, record, registration, session_card,
    token,
};
use protocol::trace::Step;

/// The second half's entrances.
pub struct Later {
    /// What the session does with it.
    pub verbs: Verbs,
    /// The cards of the steps after the first.
    pub cards: [&'static Card; 4],
    /// The refusal of a step, when there is one.
    pub refusal: fn(Session, Step) -> Vec<Element>,
    /// What was asked of servers and APIs before the first redirect, and the choice among those that an API named.
    pub look_up: fn(Session) -> Vec<Element>,
    /// What CORS lets this page read of the server.
    pub matrix: fn(Session) -> Vec<Element>,
    /// The two ways to become a client of the server without anybody's hand.
    pub registration: fn(Session) -> Vec<Element>,
    /// The kinds of servers that are known.
    pub presets: fn(Session) -> Vec<Element>,
    /// What came meanwhile and was not this run's, or asks for a run.
    pub meanwhile: fn(Session) -> Vec<Element>,
    /// What can be done with the session that the run has brought.
    pub session_card: fn(Session) -> Vec<Element>,
    /// Everything that crossed the wire.
    pub record: fn(Session) -> Vec<Element>,
    /// What each flow left where.
    pub beside: fn(Session) -> Vec<Element>,
}

static LATER: Later = Later {
    verbs: Verbs::ALL,
    cards: [&authorize::CARD, &callback::CARD, &token::CARD, &api::CARD],
    refusal: problem::refusal,
    look_up: look_up::look_up,
    matrix: matrix::matrix,
    registration: registration::registration,
    presets: presets::presets,
    meanwhile: |session| invited::invited(session).into_iter().chain(problem::meanwhile(session)).collect(),
    session_card: session_card::session_card,
    record: record::record,
    beside: beside::table,
};

pub use seam::enter;

/// The place where the program is cut. The names are what the splitter looks for.
#[allow(unsafe_code)] // a function that another file of the same program defines
mod seam {
    use super::{LATER, Later};

    #[link(wasm_import_module = "__wasm_split_placeholder__")]
    unsafe extern "C" {
        /// Leads into the second file.
        #[link_name = "__wasm_split_00later00_import_00000000000000000000000000000000_enter"]
        safe fn into_later() -> *const ();
    }

    /// The second half, which has to be there: a call before boot.js has fetched it would be a trap.
    pub fn enter() -> &'static Later {
        unsafe { &*into_later().cast::<Later>() }
    }

    // Exported means kept: a program of one piece that is built on this library, as the lab is, would carry all of the app along.
    #[cfg_attr(
        feature = "halves",
        unsafe(export_name = "__wasm_split_00later00_export_00000000000000000000000000000000_enter")
    )]
    extern "C" fn later() -> *const () {
        (&raw const LATER).cast()
    }
}
