//! A message on the wire: its first line, then a parameter a line, each with its meaning at hand.

use super::secret::SecretChip;
use leptos::prelude::*;
use protocol::glossary;
use protocol::wire::{Channel, Line, Message, Place, Shown};

/// A message that may still change while the person types.
#[component]
pub fn Wire(
    /// The message.
    #[prop(into)]
    message: Signal<Message>,
    /// A few words at its end: when it is sent, or how.
    #[prop(default = "")]
    note: &'static str,
) -> impl IntoView {
    move || message.with(|message| block(message, note.to_owned()))
}

/// A message as it stands.
pub fn block(message: &Message, note: String) -> impl IntoView + use<> {
    let back = message.channel == Channel::Back;
    let place = match message.place {
        Place::Query => "?",
        Place::Fragment => "#",
        Place::Body => "",
    };
    let target = if message.target.is_empty() { "missing".to_owned() } else { format!("{}{place}", message.target) };
    let headers = message.headers.iter().map(|line| line_view(line, "header")).collect_view();
    let lines = message.lines.iter().map(|line| line_view(line, "parameter")).collect_view();
    let added = message.added_by_browser.iter().map(|line| line_view(line, "added by the browser")).collect_view();
    let has_added = !message.added_by_browser.is_empty();
    let body = message.body.clone().map(|body| view! { <pre class="payload">{body}</pre> });
    view! {
        <div class="wire" class:back=back data-wire=if back { "back" } else { "front" }>
            <p class="line">
                <b>{message.method.clone()}</b>
                <span class="target">{target}</span>
                <span class="status">{note}</span>
            </p>
            <dl>{headers} {lines}</dl>
            {body}
            {has_added
                .then(|| view! { <p class="added">"added by the browser"</p> <dl>{added}</dl> })}
        </div>
    }
}

/// A line whose name is a button: focus or a press shows what it means and where that is written.
pub fn line_view(line: &Line, sort: &'static str) -> impl IntoView + use<> {
    let name = line.name.clone();
    let value = match line.value.clone() {
        Shown::Plain(text) => view! { <span>{text}</span> }.into_any(),
        Shown::Masked(masked) => view! { <SecretChip masked=masked name=name.clone() /> }.into_any(),
        Shown::Later => view! { <span class="later">"made when you go"</span> }.into_any(),
        Shown::Missing => view! { <span class="no">"missing"</span> }.into_any(),
    };
    let param = name.clone();
    let Some(meaning) = glossary::meaning(&name) else {
        return view! { <div class="param" data-param=param data-sort=sort><dt>{name}</dt><dd>{value}</dd></div> }
            .into_any();
    };
    let pinned = RwSignal::new(false);
    view! {
        <div class="param" data-param=param data-sort=sort data-open=move || pinned.get().then_some("")>
            <dt>
                <button
                    type="button"
                    class="term"
                    aria-expanded=move || pinned.get().to_string()
                    on:focus=move |_| pinned.set(true)
                    on:blur=move |_| pinned.set(false)
                >
                    {name}
                </button>
            </dt>
            <dd>{value}</dd>
            <dd class="why">
                {meaning.text} " "
                <a href=meaning.href rel="noopener noreferrer">{meaning.section}</a>
            </dd>
        </div>
    }
    .into_any()
}
