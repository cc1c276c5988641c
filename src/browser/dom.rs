//! Elements: made, filled, listened to and taken away, and nothing else.
//!
//! No string of markup is ever parsed: text becomes text nodes, so nothing that a server says can become an element.

use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{Document, Element, Event, HtmlInputElement, Node};

const SVG: &str = "http://www.w3.org/2000/svg";

fn document() -> Option<Document> {
    web_sys::window()?.document()
}

/// Makes an element of that tag; the few that the page draws with stand in SVG's namespace.
///
/// A browser makes every element that is asked for here. Were one refused, `undefined` would stand in its place, and what is done to it
/// would have no effect.
pub fn element(tag: &str) -> Element {
    let made = document().and_then(|document| match tag {
        "svg" | "g" | "path" | "text" => document.create_element_ns(Some(SVG), tag).ok(),
        _ => document.create_element(tag).ok(),
    });
    made.unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into())
}

/// Makes a text node.
pub fn text(text: &str) -> Node {
    let made = document().map(|document| document.create_text_node(text).into());
    made.unwrap_or_else(|| JsValue::UNDEFINED.unchecked_into())
}

/// Puts `child` into `parent`, before `mark` or at the end.
pub fn insert(parent: &Node, child: &Node, mark: Option<&Node>) {
    let _ = parent.insert_before(child, mark);
}

/// Takes a node out of where it stands.
pub fn remove(node: &Node) {
    if let Some(parent) = node.parent_node() {
        let _ = parent.remove_child(node);
    }
}

/// Changes the text of a node.
pub fn set_text(node: &Node, text: &str) {
    node.set_node_value(Some(text));
}

/// Sets an attribute, or removes it.
pub fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Sets what a control shows. The same text again would move the caret, so it is left alone.
pub fn set_value(control: &Element, value: &str) {
    if self::value(control) != value {
        let _ = js_sys::Reflect::set(control, &"value".into(), &JsValue::from_str(value));
    }
}

/// What a control holds.
fn value(control: &Element) -> String {
    js_sys::Reflect::get(control, &"value".into()).ok().and_then(|value| value.as_string()).unwrap_or_default()
}

/// Chooses a radio button, or not.
pub fn set_checked(control: &Element, checked: bool) {
    control.unchecked_ref::<HtmlInputElement>().set_checked(checked);
}

/// A listener; dropping it ends it.
pub struct Listener {
    element: Element,
    event: &'static str,
    handler: Closure<dyn FnMut(Event)>,
}

/// Calls `handler` on an event, with what the element holds if it is a control.
pub fn listen(element: &Element, event: &'static str, mut handler: Box<dyn FnMut(String)>) -> Listener {
    let control = element.clone();
    let handler = Closure::<dyn FnMut(Event)>::new(move |_| handler(value(&control)));
    let _ = element.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
    Listener { element: element.clone(), event, handler }
}

/// What hears of keys: the name of the one that was pressed, and the id of the element that has the keyboard.
pub type KeyHandler = Box<dyn FnMut(&str, &str) -> bool>;

/// Calls `handler` with the name of a pressed key and the id of the element that has the keyboard. A key that it takes does nothing else.
pub fn listen_keys(element: &Element, mut handler: KeyHandler) -> Listener {
    let handler = Closure::<dyn FnMut(Event)>::new(move |event: Event| {
        let key = js_sys::Reflect::get(&event, &"key".into()).ok().and_then(|key| key.as_string()).unwrap_or_default();
        let id = event.target().map(|target| target.unchecked_into::<Element>().id()).unwrap_or_default();
        if handler(&key, &id) {
            event.prevent_default();
        }
    });
    let event = "keydown";
    let _ = element.add_event_listener_with_callback(event, handler.as_ref().unchecked_ref());
    Listener { element: element.clone(), event, handler }
}

impl Drop for Listener {
    fn drop(&mut self) {
        let handler = self.handler.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(self.event, handler);
    }
}
