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

/// An element under construction. Boxed, so that handing it on along a chain of calls costs one register.
pub struct Element(Box<Parts>);

struct Parts {
    tag: &'static str,
    attributes: Vec<AnyAttribute>,
    children: Vec<AnyView>,
}

/// Begins an element.
pub fn el(tag: &'static str) -> Element {
    Element(Box::new(Parts { tag, attributes: Vec::new(), children: Vec::new() }))
}

/// Begins an element with a class.
pub fn classed(tag: &'static str, class: &str) -> Element {
    el(tag).attr("class", class)
}

type LiveText = Box<dyn FnMut() -> String + Send>;
type LiveAttribute = Box<dyn FnMut() -> Option<String> + Send>;
type LiveFlag = Box<dyn FnMut() -> bool + Send>;
type LiveElements = Box<dyn FnMut() -> Vec<Element> + Send>;
type Handler = Box<dyn FnMut(ev::Event)>;

/// What a caller writes: each takes any closure, boxes it and passes it on.
impl Element {
    /// An attribute that comes, goes and changes.
    pub fn live_attr(self, name: &'static str, value: impl Fn() -> Option<String> + Send + 'static) -> Self {
        self.boxed_attr(name, Box::new(value))
    }

    /// An attribute without a value, there while `holds`.
    pub fn flag(self, name: &'static str, holds: impl Fn() -> bool + Send + 'static) -> Self {
        self.boxed_attr(name, Box::new(move || holds().then(String::new)))
    }

    /// What a control shows, kept in step with what is remembered.
    pub fn value(self, value: impl Fn() -> String + Send + 'static) -> Self {
        self.boxed_value(Box::new(value))
    }

    /// Whether a radio button is the chosen one.
    pub fn checked(self, holds: impl Fn() -> bool + Send + 'static) -> Self {
        self.boxed_checked(Box::new(holds))
    }

    /// Text that changes.
    pub fn live_text(self, text: impl Fn() -> String + Send + 'static) -> Self {
        self.boxed_text(Box::new(text))
    }

    /// Children that are made anew whenever what they are made of changes.
    pub fn live(self, children: impl Fn() -> Vec<Element> + Send + 'static) -> Self {
        self.boxed_children(Box::new(children))
    }

    /// A child that stands there while `holds`, and is not made anew in between.
    pub fn when(
        self,
        holds: impl Fn() -> bool + Send + Sync + 'static,
        child: impl Fn() -> Element + Send + 'static,
    ) -> Self {
        self.boxed_when(Box::new(holds), Box::new(child))
    }

    /// Calls `handler` on an event.
    pub fn on(self, name: &'static str, mut handler: impl FnMut() + 'static) -> Self {
        self.boxed_on(name, Box::new(move |_| handler()))
    }

    /// Calls `handler` with what the control holds, on an event.
    pub fn on_value(self, name: &'static str, mut handler: impl FnMut(String) + 'static) -> Self {
        self.boxed_on(name, Box::new(move |event| handler(event_target_value(&event))))
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
    pub fn attr(mut self, name: &'static str, value: &str) -> Self {
        self.0.attributes.push(custom_attribute(name, value.to_owned()).into_any_attr());
        self
    }

    /// Text, always as a text node.
    #[inline(never)]
    pub fn text(mut self, text: &str) -> Self {
        self.0.children.push(text.to_owned().into_any());
        self
    }

    /// A child.
    #[inline(never)]
    pub fn child(mut self, child: Element) -> Self {
        self.0.children.push(child.into());
        self
    }

    /// A child, if there is one.
    pub fn maybe(self, child: Option<Element>) -> Self {
        match child {
            Some(child) => self.child(child),
            None => self,
        }
    }

    #[inline(never)]
    fn boxed_attr(mut self, name: &'static str, value: LiveAttribute) -> Self {
        self.0.attributes.push(custom_attribute(name, value).into_any_attr());
        self
    }

    #[inline(never)]
    fn boxed_value(mut self, value: LiveText) -> Self {
        self.0.attributes.push(prop("value", value).into_any_attr());
        self
    }

    #[inline(never)]
    fn boxed_checked(mut self, holds: LiveFlag) -> Self {
        self.0.attributes.push(prop("checked", holds).into_any_attr());
        self
    }

    #[inline(never)]
    fn boxed_text(mut self, text: LiveText) -> Self {
        self.0.children.push(text.into_any());
        self
    }

    #[inline(never)]
    fn boxed_children(mut self, mut children: LiveElements) -> Self {
        self.0.children.push((move || group(children())).into_any());
        self
    }

    #[inline(never)]
    fn boxed_when(self, holds: Box<dyn Fn() -> bool + Send + Sync>, child: Box<dyn Fn() -> Element + Send>) -> Self {
        let holds = Memo::new(move |_| holds());
        self.boxed_children(Box::new(move || if holds.get() { vec![child()] } else { Vec::new() }))
    }

    #[inline(never)]
    fn boxed_on(mut self, name: &'static str, handler: Handler) -> Self {
        self.0.attributes.push(event::on(Custom::<ev::Event>::new(name), handler).into_any_attr());
        self
    }
}

impl From<Element> for AnyView {
    fn from(element: Element) -> Self {
        let Parts { tag, attributes, children } = *element.0;
        let children = StaticVec::from(children);
        // The four that the picture needs stand in SVG's namespace, each of a type of its own.
        match tag {
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
