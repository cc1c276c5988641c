//! What is in sight of a part of the page that scrolls by itself.

/// Scrolls the element of that id, and nothing around it, so that what reaches from one part of its height to another is in sight.
#[allow(clippy::cast_possible_truncation)] // pixels
pub fn show_within(id: &str, from: f64, to: f64) {
    let page = web_sys::window().and_then(|window| window.document());
    let Some(element) = page.and_then(|page| page.get_element_by_id(id)) else { return };
    let whole = f64::from(element.scroll_height());
    let (from, to) = ((from * whole) as i32, (to * whole) as i32);
    let (seen, high) = (element.scroll_top(), element.client_height());
    if from < seen || to > seen + high {
        element.set_scroll_top(from - (high - (to - from)) / 2);
    }
}
