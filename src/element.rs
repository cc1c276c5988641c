//! How every view is written: elements made by calls, kept in step with Leptos's signals.
//!
//! Leptos's `view!` gives each element a type of its own, and each type machine code of its own: the page weighed twice as much that
//! way (ARCHITECTURE.md has the figures). Here an element is the browser's, and every closure is boxed at the call, so one copy of
//! Leptos's reactive machinery serves the whole page.
//!
//! What is `live` follows the signals that its closure reads; everything else is written once. What stands inside a `live` part
//! belongs to it: its effects and listeners end when the part is made anew.

mod growing;

pub use crate::browser::upload::Chosen;

use crate::browser::{dom, upload};
use leptos::prelude::*;
use leptos::reactive::graph::{Subscriber, ToAnySubscriber};

/// An element.
#[must_use]
pub struct Element(web_sys::Element);

/// Begins an element.
#[inline(never)]
pub fn el(tag: &'static str) -> Element {
    Element(dom::element(tag))
}

/// Begins an element with a class.
#[inline(never)]
pub fn classed(tag: &'static str, class: &str) -> Element {
    el(tag).attr("class", class)
}

/// What a caller writes: each takes any closure, boxes it and passes it on.
impl Element {
    /// An attribute that comes, goes and changes.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        self.boxed_attr(name, Box::new(value))
    }

    /// An attribute without a value, there while `holds`.
    pub fn flag(self, name: &'static str, holds: impl Fn() -> bool + 'static) -> Self {
        self.boxed_attr(name, Box::new(move || holds().then(String::new)))
    }

    /// What a control shows, kept in step with what is remembered.
    pub fn value(self, value: impl Fn() -> String + 'static) -> Self {
        self.boxed_value(Box::new(value))
    }

    /// Whether a radio button is the chosen one.
    pub fn checked(self, holds: impl Fn() -> bool + 'static) -> Self {
        self.boxed_checked(Box::new(holds))
    }

    /// Text that changes.
    pub fn live_text(self, text: impl Fn() -> String + 'static) -> Self {
        self.boxed_text(Box::new(text))
    }

    /// Children that are made anew whenever what they are made of changes.
    pub fn live(self, children: impl Fn() -> Vec<Element> + 'static) -> Self {
        self.boxed_children(Box::new(children))
    }

    /// Calls `handler` on an event.
    pub fn on(self, event: &'static str, handler: impl Fn() + 'static) -> Self {
        self.boxed_on(event, Box::new(move |_| handler()))
    }

    /// Calls `handler` with what the control holds, on an event.
    pub fn on_value(self, event: &'static str, handler: impl Fn(String) + 'static) -> Self {
        self.boxed_on(event, Box::new(handler))
    }

    /// Calls `handler` with the file that a person chooses in this control, unless it is longer than `limit` bytes.
    pub fn on_file(self, limit: usize, handler: impl Fn(Chosen) + 'static) -> Self {
        self.boxed_on_file(limit, Box::new(handler))
    }

    /// Calls `handler` with the name of a key that is pressed in here and the id of the element that has the keyboard; says whether it
    /// took the key.
    pub fn on_key(self, handler: impl Fn(&str, &str) -> bool + 'static) -> Self {
        StoredValue::new_local(dom::listen_keys(&self.0, Box::new(handler)));
        self
    }

    /// Children in a row.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        for child in children {
            self = self.child(child);
        }
        self
    }
}

/// What it becomes: one copy of each.
impl Element {
    /// An attribute.
    #[inline(never)]
    pub fn attr(self, name: &'static str, value: &str) -> Self {
        dom::set_attribute(&self.0, name, Some(value));
        self
    }

    /// Text, always as a text node.
    #[inline(never)]
    pub fn text(self, text: &str) -> Self {
        self.append(text);
        self
    }

    /// A child.
    #[inline(never)]
    #[allow(clippy::needless_pass_by_value)] // it belongs to its parent from here on
    pub fn child(self, child: Element) -> Self {
        dom::insert(&self.0, &child.0, None);
        self
    }

    /// A child, if there is one.
    pub fn maybe(self, child: Option<Element>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    fn append(&self, text: &str) -> web_sys::Node {
        let node = dom::text(text);
        dom::insert(&self.0, &node, None);
        node
    }

    #[inline(never)]
    fn boxed_attr(self, name: &'static str, value: Box<dyn Fn() -> Option<String>>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || dom::set_attribute(&element, name, value().as_deref())));
        self
    }

    #[inline(never)]
    fn boxed_value(self, value: Box<dyn Fn() -> String>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || dom::set_value(&element, &value())));
        self
    }

    #[inline(never)]
    fn boxed_checked(self, holds: Box<dyn Fn() -> bool>) -> Self {
        let element = self.0.clone();
        follow(Box::new(move || dom::set_checked(&element, holds())));
        self
    }

    #[inline(never)]
    fn boxed_text(self, text: Box<dyn Fn() -> String>) -> Self {
        let node = self.append("");
        follow(Box::new(move || dom::set_text(&node, &text())));
        self
    }

    /// An empty text node marks the place, so that what follows stays behind.
    #[inline(never)]
    fn boxed_children(self, children: Box<dyn Fn() -> Vec<Element>>) -> Self {
        let (parent, mark) = (self.0.clone(), self.append(""));
        let mut standing: Vec<Element> = Vec::new();
        follow(Box::new(move || {
            let made = children();
            for old in &standing {
                dom::remove(&old.0);
            }
            for new in &made {
                dom::insert(&parent, &new.0, Some(&mark));
            }
            standing = made;
        }));
        self
    }

    #[inline(never)]
    fn boxed_on_file(self, limit: usize, handler: Box<dyn Fn(Chosen)>) -> Self {
        StoredValue::new_local(upload::listen(&self.0, limit, handler));
        self
    }

    #[inline(never)]
    fn boxed_on(self, event: &'static str, handler: Box<dyn FnMut(String)>) -> Self {
        // Kept by the part of the page that this stands in, and dropped with it.
        StoredValue::new_local(dom::listen(&self.0, event, handler));
        self
    }
}

/// Does `work` now, and again whenever a signal that it read has changed, as long as this part of the page stands.
#[inline(never)]
pub fn follow(mut work: Box<dyn FnMut()>) {
    let effect = RenderEffect::new(move |_| work());
    on_cleanup(move || {
        // Leptos would leave it in the lists of the signals that it read, and every change of them would go through all that ever stood.
        let follower = effect.to_any_subscriber();
        follower.clear_sources(&follower);
        drop(effect);
    });
}

/// Puts elements into the page's root, for as long as the page lives.
#[allow(clippy::needless_pass_by_value)] // the page's root is the page's from here on
pub fn mount(root: web_sys::HtmlElement, page: impl FnOnce() -> Vec<Element> + 'static) {
    let stage = Element(root.clone().into());
    leptos::mount::mount_to(root, move || {
        drop(stage.children(page()));
    })
    .forget();
}
