//! How every view is written: elements as values, all of one type.
//!
//! Leptos's `view!` gives each element a type of its own and each type machine code of its own; written that way the page weighed
//! three times as much (ARCHITECTURE.md has the figures). Here attributes, children and closures are boxed at the call, so that one
//! copy of Leptos's rendering serves the whole page. No view is made of a string of markup either: there is no `innerHTML` to guard.
//!
//! What is `live` follows the signals that its closure reads; everything else is written once.

use leptos::prelude::*;
use leptos::tachys::html::attribute::any_attribute::{AnyAttribute, IntoAnyAttribute};
use leptos::tachys::html::attribute::custom::custom_attribute;
use leptos::tachys::html::element::custom;
use leptos::tachys::html::event::{self, Custom};
use leptos::tachys::html::property::prop;
use leptos::tachys::view::iterators::StaticVec;
use leptos::{ev, svg};

/// An element under construction.
pub struct Element {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins an element.
pub fn el(tag: &'static str) -> Element {
    Element { tag, attributes: Vec::new(), children: Vec::new() }
}

/// Begins an element with a class.
pub fn classed(tag: &'static str, class: &'static str) -> Element {
    el(tag).attr("class", class)
}

type LiveText = Box<dyn FnMut() -> String + Send>;
type LiveAttribute = Box<dyn FnMut() -> Option<String> + Send>;
type LiveView = Box<dyn FnMut() -> AnyView + Send>;
type Handler = Box<dyn FnMut(ev::Event)>;

impl Element {
    /// An attribute.
    pub fn attr(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.attributes.push(custom_attribute(name, value.into()).into_any_attr());
        self
    }

    /// An attribute that comes, goes and changes.
    pub fn live_attr(mut self, name: &'static str, value: impl Fn() -> Option<String> + Send + 'static) -> Self {
        let value: LiveAttribute = Box::new(value);
        self.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    /// An attribute without a value, there while `holds`.
    pub fn flag(self, name: &'static str, holds: impl Fn() -> bool + Send + 'static) -> Self {
        self.live_attr(name, move || holds().then(String::new))
    }

    /// What a control shows, kept in step with what is remembered.
    pub fn value(mut self, value: impl Fn() -> String + Send + 'static) -> Self {
        let value: LiveText = Box::new(value);
        self.attributes.push(prop("value", value).into_any_attr());
        self
    }

    /// Whether a radio button is the chosen one.
    pub fn checked(mut self, holds: impl Fn() -> bool + Send + 'static) -> Self {
        let holds: Box<dyn FnMut() -> bool + Send> = Box::new(holds);
        self.attributes.push(prop("checked", holds).into_any_attr());
        self
    }

    /// Text, always as a text node.
    pub fn text(mut self, text: impl Into<String>) -> Self {
        self.children.push(text.into().into_any());
        self
    }

    /// Text that changes.
    pub fn live_text(mut self, text: impl Fn() -> String + Send + 'static) -> Self {
        let text: LiveText = Box::new(text);
        self.children.push(text.into_any());
        self
    }

    /// A child.
    pub fn child(mut self, child: impl Into<AnyView>) -> Self {
        self.children.push(child.into());
        self
    }

    /// A child, if there is one.
    pub fn maybe(self, child: Option<Element>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    /// Children in a row.
    pub fn children(mut self, children: impl IntoIterator<Item = Element>) -> Self {
        self.children.extend(children.into_iter().map(AnyView::from));
        self
    }

    /// Children that are made anew whenever what they are made of changes.
    pub fn live(mut self, children: impl Fn() -> Vec<Element> + Send + 'static) -> Self {
        let view: LiveView = Box::new(move || group(children()));
        self.children.push(view.into_any());
        self
    }

    /// A child that stands there while `holds`, and is not made anew in between.
    pub fn when(
        self,
        holds: impl Fn() -> bool + Send + Sync + 'static,
        child: impl Fn() -> Element + Send + 'static,
    ) -> Self {
        let holds: Box<dyn Fn() -> bool + Send + Sync> = Box::new(holds);
        let holds = Memo::new(move |_| holds());
        self.live(move || if holds.get() { vec![child()] } else { Vec::new() })
    }

    /// Calls `handler` on an event.
    pub fn on(mut self, name: &'static str, mut handler: impl FnMut() + 'static) -> Self {
        self.listen(name, Box::new(move |_| handler()));
        self
    }

    /// Calls `handler` with what the control holds, on an event.
    pub fn on_value(mut self, name: &'static str, mut handler: impl FnMut(String) + 'static) -> Self {
        self.listen(name, Box::new(move |event| handler(event_target_value(&event))));
        self
    }

    fn listen(&mut self, name: &'static str, handler: Handler) {
        self.attributes.push(event::on(Custom::<ev::Event>::new(name), handler).into_any_attr());
    }
}

impl From<Element> for AnyView {
    fn from(element: Element) -> Self {
        let attributes = element.attributes;
        let children = StaticVec::from(element.children);
        // The four that the picture needs stand in SVG's namespace, each of a type of its own.
        match element.tag {
            "svg" => svg::svg().add_any_attr(attributes).child(children).into_any(),
            "g" => svg::g().add_any_attr(attributes).child(children).into_any(),
            "path" => svg::path().add_any_attr(attributes).child(children).into_any(),
            "text" => svg::text().add_any_attr(attributes).child(children).into_any(),
            tag => custom(tag).add_any_attr(attributes).child(children).into_any(),
        }
    }
}

/// Elements side by side without one around them.
pub fn group(elements: Vec<Element>) -> AnyView {
    StaticVec::from(elements.into_iter().map(AnyView::from).collect::<Vec<_>>()).into_any()
}
