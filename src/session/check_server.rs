//! "Check this server": the list of requests that show what CORS lets this page read, sent by a press and never otherwise.
//!
//! It stands beside the run: it reads the form, touches neither the flow nor the trace, and keeps what it heard in memory alone.

use super::derived::Derived;
use super::{Session, start};
use crate::browser::limit::Cancel;
use crate::browser::{fetch, keyboard, location, url};
use leptos::prelude::*;
use protocol::config::Ask;
use protocol::form::{ConfigForm, Field};
use protocol::http::Failure;
use protocol::matrix::{Column, Matrix, Plan, Row};
use protocol::trace::Trace;
use std::cell::RefCell;
use std::rc::Rc;

/// How far a check has come.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Nobody has asked for one.
    Closed,
    /// What would be sent is shown.
    Listed,
    /// It is being sent.
    Sending,
    /// It is over, or was cancelled.
    Over,
}

/// The check of the page.
#[derive(Clone, Copy)]
pub struct ServerCheck {
    stage: RwSignal<Stage>,
    /// Which check it is: an answer to an earlier one is dropped.
    number: RwSignal<u32>,
    matrix: RwSignal<Option<Matrix>>,
    /// The handles on the requests under way.
    under_way: StoredValue<Vec<(Row, Cancel)>, LocalStorage>,
}

/// So many endpoints are asked at once, each one request after the other.
const AT_ONCE: usize = 3;

impl ServerCheck {
    /// None yet.
    pub fn closed() -> Self {
        Self {
            stage: RwSignal::new(Stage::Closed),
            number: RwSignal::new(0),
            matrix: RwSignal::new(None),
            under_way: StoredValue::new_local(Vec::new()),
        }
    }

    /// Drops all of it, what is under way too.
    pub fn close(self) {
        self.number.update(|number| *number += 1);
        self.give_up();
        self.stage.set(Stage::Closed);
        self.matrix.set(None);
    }

    fn give_up(self) {
        for (_, cancel) in self.under_way.try_update_value(std::mem::take).unwrap_or_default() {
            cancel.cancel();
        }
    }
}

impl Session {
    /// How far the check has come.
    pub fn check_stage(self) -> Stage {
        self.check.stage.get()
    }

    /// The number of the check whose answers stand in the table; `None` while there is no table.
    pub fn check_number(self) -> Memo<Option<u32>> {
        let (stage, number) = (self.check.stage, self.check.number);
        Memo::new(move |_| matches!(stage.get(), Stage::Sending | Stage::Over).then(|| number.get()))
    }

    /// What would be sent, as the form is now.
    pub fn check_plan(self) -> Plan {
        plan(self.derived, self.trace, self.form)
    }

    /// The table as it stands.
    pub fn with_matrix<T>(self, read: impl FnOnce(&Matrix) -> T) -> Option<T> {
        self.check.matrix.with(|matrix| matrix.as_ref().map(read))
    }

    /// Whether the table is of another server than the form names now.
    pub fn is_check_stale(self) -> Memo<bool> {
        let (derived, trace, form, matrix) = (self.derived, self.trace, self.form, self.check.matrix);
        Memo::new(move |_| is_stale(matrix, derived, trace, form))
    }

    /// Shows the list. A server of which nothing is known is looked up before, unless a run is under way that this would end.
    pub(super) fn list_check(self) {
        if self.check.stage.get_untracked() == Stage::Sending {
            return;
        }
        self.check.stage.set(Stage::Listed);
        if self.check_looks_up() {
            self.ask(Ask::Server);
        }
    }

    /// Whether the server would be looked up before.
    pub fn check_looks_up(self) -> bool {
        let names_issuer = self.form.with(|form| !form.trimmed(Field::Issuer).is_empty());
        let is_known = self.derived.with(|derived| derived.server.is_known());
        names_issuer && !is_known && self.flow.with(|flow| !flow.is_under_way())
    }

    /// Brings the keyboard to the check.
    pub fn focus_check(self) {
        keyboard::focus("matrix-title");
    }

    /// The same where the keyboard is nowhere, as what had it is gone; when the check is closed it goes back to the button that opened it.
    pub fn keep_focus_at_check(self, closed: bool) {
        keyboard::catch(if closed { "check-server" } else { "matrix-title" });
    }

    /// Sends the list, as it is at this moment.
    pub fn send_check(self) {
        if self.check.stage.get_untracked() != Stage::Listed {
            return;
        }
        let plan = untrack(|| self.check_plan());
        let rows: Vec<Row> = plan.rows().map(|(row, _)| row).collect();
        let number = self.check.number.get_untracked() + 1;
        self.check.number.set(number);
        self.check.matrix.set(Some(Matrix::new(plan)));
        self.check.stage.set(Stage::Sending);
        let rows = Rc::new(RefCell::new(rows.into_iter()));
        for _ in 0..AT_ONCE {
            start(self.ask_rows(number, rows.clone()));
        }
    }

    /// Ends it; what was heard stays.
    pub fn cancel_check(self) {
        self.check.stage.set(Stage::Over);
        self.check.give_up();
    }

    /// Folds it away.
    pub fn close_check(self) {
        self.check.close();
    }

    /// Takes one endpoint after the other, until none is left. The last to come out ends the check.
    async fn ask_rows(self, number: u32, rows: Rc<RefCell<std::vec::IntoIter<Row>>>) {
        loop {
            let next = rows.borrow_mut().next();
            let Some(row) = next else { break };
            for column in Column::SENT {
                if self.is_sending_check(number) {
                    self.ask_one(number, row, column).await;
                }
            }
        }
        if Rc::strong_count(&rows) == 1 && self.is_sending_check(number) {
            self.check.stage.set(Stage::Over);
        }
    }

    async fn ask_one(self, number: u32, row: Row, column: Column) {
        let asked = self.check.matrix.with_untracked(|matrix| {
            let matrix = matrix.as_ref().filter(|matrix| !matrix.gives_up(row))?;
            matrix.plan.message(row, column)
        });
        let (Some(message), Some(cancel)) = (asked, Cancel::new()) else { return };
        self.check.under_way.update_value(|all| all.push((row, cancel.clone())));
        let came = fetch::send(&message.request(), &cancel).await;
        if self.check.number.get_untracked() != number {
            return;
        }
        self.check.under_way.update_value(|all| all.retain(|(of, _)| *of != row));
        // An answer that comes when the form names another server is nobody's any more.
        let stale = untrack(|| is_stale(self.check.matrix, self.derived, self.trace, self.form));
        let heard = if stale { Err(Failure::Cancelled) } else { came.as_ref().map_err(Failure::clone) };
        self.check.matrix.update(|matrix| {
            if let Some(matrix) = matrix {
                matrix.hear(row, column, heard);
            }
        });
        if stale {
            self.cancel_check();
        }
    }

    fn is_sending_check(self, number: u32) -> bool {
        self.check.number.get_untracked() == number && self.check.stage.get_untracked() == Stage::Sending
    }
}

fn plan(derived: Memo<Derived>, trace: RwSignal<Trace>, form: RwSignal<ConfigForm>) -> Plan {
    let (derived, trace, form) = (derived.read(), trace.read(), form.read());
    Plan::of(&form, &derived.server, &trace, &location::origin(), url::parse)
}

fn is_stale(
    matrix: RwSignal<Option<Matrix>>,
    derived: Memo<Derived>,
    trace: RwSignal<Trace>,
    form: RwSignal<ConfigForm>,
) -> bool {
    matrix.with(|matrix| matrix.as_ref().is_some_and(|matrix| matrix.plan != plan(derived, trace, form)))
}
