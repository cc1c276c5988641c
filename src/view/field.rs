//! Form controls: each has a real label, the field's stable name, and its problem beside it.

use crate::session::Session;
use leptos::prelude::*;
use protocol::config::Problem;
use protocol::form::Field;

/// The problems of the form at the moment, and whether missing fields are to be named too. Given by the form to its fields.
#[derive(Clone, Copy)]
pub struct Faults {
    /// Every problem of the form.
    pub problems: Memo<Vec<Problem>>,
    /// The person tried to go.
    pub insisted: RwSignal<bool>,
}

impl Faults {
    fn sentence(self, field: Field) -> Option<String> {
        let insisted = self.insisted.get();
        self.problems.with(|problems| {
            let shown = problems.iter().find(|problem| problem.field == field && (insisted || !problem.missing));
            shown.map(|problem| problem.sentence.clone())
        })
    }
}

/// How a field is typed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line.
    Line,
    /// One entry a line.
    Lines,
    /// One of these.
    OneOf(&'static [&'static str]),
}

/// A labelled field of free text.
#[component]
pub fn TextField(
    /// Which field.
    field: Field,
    /// The words above it.
    label: &'static str,
    /// How it is typed.
    #[prop(default = Kind::Line)]
    kind: Kind,
    /// An example, where one helps.
    #[prop(default = "")]
    example: &'static str,
) -> impl IntoView {
    let session = Session::expect();
    let faults = expect_context::<Faults>();
    let fault = Memo::new(move |_| faults.sentence(field));
    let text = Memo::new(move |_| session.form.with(|form| form.text(field).to_owned()));
    let name = field.name();
    let invalid = move || fault.get().map(|_| "true");
    let described = move || fault.get().map(|_| format!("{name}-fault"));
    let control = match kind {
        Kind::Line => view! {
            <input
                id=name
                name=name
                type="text"
                inputmode=if is_address(field) { "url" } else { "text" }
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                placeholder=example
                prop:value=move || text.get()
                aria-invalid=invalid
                aria-describedby=described
                on:input:target=move |event| session.set(field, event.target().value())
            />
        }
        .into_any(),
        Kind::Lines => view! {
            <textarea
                id=name
                name=name
                rows="2"
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                placeholder=example
                prop:value=move || text.get()
                aria-invalid=invalid
                aria-describedby=described
                on:input:target=move |event| session.set(field, event.target().value())
            ></textarea>
        }
        .into_any(),
        Kind::OneOf(options) => view! {
            <select
                id=name
                name=name
                prop:value=move || text.get()
                aria-invalid=invalid
                aria-describedby=described
                on:change:target=move |event| session.set(field, event.target().value())
            >
                {options.iter().map(|option| view! { <option value=*option>{*option}</option> }).collect_view()}
            </select>
        }
        .into_any(),
    };
    view! {
        <div class="field" class:field-bad=move || fault.get().is_some()>
            <label for=name>{label}</label>
            {control}
            {move || {
                fault.get().map(|sentence| view! { <p class="fault" id=format!("{name}-fault") data-kind="config" data-field=name>{sentence}</p> })
            }}
        </div>
    }
}

fn is_address(field: Field) -> bool {
    matches!(
        field,
        Field::Issuer | Field::AuthorizationEndpoint | Field::TokenEndpoint | Field::RedirectUri | Field::Api
    )
}

/// A pair of radio buttons drawn as a switch.
#[component]
pub fn Choice(
    /// Which field.
    field: Field,
    /// What is chosen, for a screen reader.
    legend: &'static str,
    /// Value and words of each.
    options: &'static [(&'static str, &'static str)],
) -> impl IntoView {
    let session = Session::expect();
    let chosen = Memo::new(move |_| session.form.with(|form| form.trimmed(field).to_owned()));
    let option = move |(value, words): &(&'static str, &'static str)| {
        let value = *value;
        view! {
            <label>
                <input
                    type="radio"
                    name=field.name()
                    value=value
                    prop:checked=move || chosen.get() == value
                    on:change=move |_| session.set(field, value.to_owned())
                />
                <span>{*words}</span>
            </label>
        }
    };
    view! {
        <fieldset class="choice">
            <legend class="unseen">{legend}</legend>
            {options.iter().map(option).collect_view()}
        </fieldset>
    }
}
