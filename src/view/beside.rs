//! Side by side: what the last run of each flow left where, and how that is known.

use crate::session::Session;
use leptos::prelude::*;
use protocol::findings::{Basis, Finding, Left, Place};

/// The table. A flow that was not run yet says so.
#[component]
pub fn Beside() -> impl IntoView {
    let session = Session::expect();
    let rows = move || {
        let runs = session.runs();
        Place::ALL
            .into_iter()
            .map(|place| {
                view! {
                    <tr>
                        <th scope="row">{words(place)}</th>
                        {cell("token", place, runs.finding("token", place))}
                        {cell("code", place, runs.finding("code", place))}
                    </tr>
                }
            })
            .collect_view()
    };
    view! {
        <figure class="card">
            <figcaption><h3>"What each flow left where"</h3></figcaption>
            <div class="scroll" tabindex="0" role="region" aria-label="What each flow left where">
                <table class="beside" data-beside="">
                    <thead>
                        <tr>
                            <th scope="col"><span class="unseen">"place"</span></th>
                            <th scope="col">"implicit"</th>
                            <th scope="col">"code + PKCE"</th>
                        </tr>
                    </thead>
                    <tbody>
                        {rows}
                        <tr>
                            <th scope="row">"who could use it"</th>
                            <td class="leak">"anyone who read it" <small>"told"</small></td>
                            <td>"only who holds the verifier" <small>"told"</small></td>
                        </tr>
                    </tbody>
                </table>
            </div>
        </figure>
    }
}

fn cell(flow: &'static str, place: Place, finding: Option<Finding>) -> impl IntoView {
    let Some(finding) = finding else {
        return view! { <td class="told" data-flow=flow data-place=place.name()>"not run yet"</td> }.into_any();
    };
    let basis = match finding.basis {
        Basis::Measured => "measured",
        Basis::Told => "told",
        Basis::NotMeasured => "",
    };
    view! {
        <td
            class:leak=finding.left == Left::Token
            class:told=finding.basis != Basis::Measured
            data-flow=flow
            data-place=place.name()
            data-basis=finding.basis.name()
        >
            {found(finding)}
            <small>{basis}</small>
        </td>
    }
    .into_any()
}

fn found(finding: Finding) -> &'static str {
    match (finding.left, finding.place) {
        (Left::Nothing, _) => "nothing ",
        (Left::Token, Place::NavigationEntry) => "the token, still ",
        (Left::Token, Place::Script) => "the token, by one call ",
        (Left::Token, _) => "the token ",
        (Left::SpentCode, _) => "a spent code ",
        (Left::Unknown, _) => "not measured here",
    }
}

fn words(place: Place) -> &'static str {
    match place {
        Place::AddressBar => "address bar, on return",
        Place::NavigationEntry => "the page\u{2019}s navigation entry",
        Place::History => "the browser\u{2019}s history list",
        Place::Referer => "Referer to the API",
        Place::HostLog => "this page\u{2019}s host, its log",
        Place::Script => "any script on the page",
    }
}
