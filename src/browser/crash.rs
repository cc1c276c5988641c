//! A panic must not leave a dead page.

/// On a panic: the place goes to the console, and the notice in index.html is shown. The message itself stays out, as it could hold
/// what a person typed.
pub fn notice_panics() {
    std::panic::set_hook(Box::new(|info| {
        let place = info.location().map(ToString::to_string).unwrap_or_default();
        leave_note(&format!("Grantlens stopped at {place}"));
        if let Some(notice) =
            web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id("crash"))
        {
            drop(notice.remove_attribute("hidden"));
        }
    }));
}

#[wasm_bindgen::prelude::wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console, js_name = error)]
    fn leave_note(text: &str);
}
