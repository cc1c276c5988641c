//! What came back: status, time and size, the headers that the page may read, and the body or its members.

use super::wire::line_view;
use leptos::prelude::*;
use protocol::wire::Answer;

/// An answer to a request of the page.
pub fn answer_view(answer: &Answer) -> impl IntoView + use<> {
    let lines = answer.lines.iter().map(|line| line_view(line, "member")).collect_view();
    let headers = answer
        .headers
        .iter()
        .map(|(name, value)| view! { <div class="param"><dt>{name.clone()}</dt><dd>{value.clone()}</dd></div> })
        .collect_view();
    let body = answer.body.clone().map(|body| {
        view! { <pre class="payload" data-answer="" tabindex="0" aria-label="The exact body">{body}</pre> }
    });
    view! {
        <div class="wire back" data-wire="answer" data-status=answer.status.to_string()>
            <p class="line">
                <b>{answer.status.to_string()}</b>
                <span class="status">{format!("{} ms, {} bytes", answer.elapsed_ms, answer.bytes)}</span>
            </p>
            <dl>{lines}</dl>
            {body}
            <details class="headers">
                <summary>"headers that this page may read"</summary>
                <dl>{headers}</dl>
            </details>
        </div>
    }
}
