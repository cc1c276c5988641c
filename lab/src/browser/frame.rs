//! A page of another origin in a frame of this one, and the messages between the two.

use js_sys::JSON;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue, closure::Closure};
use web_sys::{HtmlIFrameElement, MessageEvent, Window};

/// A message that this window was sent.
pub struct Heard {
    /// The origin that sent it, by the browser's word.
    pub origin: String,
    /// Whether it came from the window in the frame.
    pub from_frame: bool,
    /// What it said, as JSON text.
    pub data: String,
}

/// The frame and its listener; dropping it takes both away.
pub struct Frame {
    element: HtmlIFrameElement,
    inbox: Rc<RefCell<VecDeque<Heard>>>,
    listener: Closure<dyn FnMut(MessageEvent)>,
}

impl Frame {
    /// Listens to this window's messages, and opens `src` in a frame out of sight.
    pub fn open(src: &str) -> Option<Self> {
        let window = web_sys::window()?;
        let document = window.document()?;
        let frame: HtmlIFrameElement = document.create_element("iframe").ok()?.unchecked_into();
        let inbox = Rc::new(RefCell::new(VecDeque::new()));
        let (into, source) = (inbox.clone(), frame.clone());
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let from: Option<JsValue> = event.source().map(Into::into);
            let framed: Option<JsValue> = source.content_window().map(Into::into);
            let data = JSON::stringify(&event.data()).map(String::from).unwrap_or_default();
            let heard = Heard { origin: event.origin(), from_frame: from.is_some() && from == framed, data };
            into.borrow_mut().push_back(heard);
        });
        let _ = window.add_event_listener_with_callback("message", listener.as_ref().unchecked_ref());
        frame.set_src(src);
        frame.set_class_name("unseen");
        frame.set_title("the API\u{2019}s own page");
        let _ = document.body()?.append_child(&frame);
        Some(Self { element: frame, inbox, listener })
    }

    /// The oldest message not taken yet.
    pub fn take(&self) -> Option<Heard> {
        self.inbox.borrow_mut().pop_front()
    }

    /// Sends the framed page a message, given as JSON text, if its origin is `origin`: the browser sees to that.
    pub fn post(&self, data: &str, origin: &str) {
        post(self.element.content_window(), data, origin);
    }

    /// Sends this very page a message, as anything on it could.
    pub fn post_to_self(data: &str, origin: &str) {
        post(web_sys::window(), data, origin);
    }
}

fn post(window: Option<Window>, data: &str, origin: &str) {
    if let (Some(window), Ok(data)) = (window, JSON::parse(data)) {
        let _ = window.post_message(&data, origin);
    }
}

impl Drop for Frame {
    fn drop(&mut self) {
        self.element.remove();
        if let Some(window) = web_sys::window() {
            let _ = window.remove_event_listener_with_callback("message", self.listener.as_ref().unchecked_ref());
        }
    }
}
