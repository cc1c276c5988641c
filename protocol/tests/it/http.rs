use protocol::http::Response;

fn response(content_type: Option<&str>) -> Response {
    let headers = content_type.map(|value| ("content-type".to_owned(), value.to_owned())).into_iter().collect();
    Response { status: 200, headers, body: String::new(), bytes: 0, elapsed_ms: 0 }
}

#[test]
fn a_media_type_is_read_without_its_parameters_in_any_case() {
    for (header, media_type) in [
        (Some("application/json"), "application/json"),
        (Some("Application/JSON; charset=UTF-8"), "application/json"),
        (Some(" application/json ;"), "application/json"),
        (Some(""), ""),
        (None, ""),
    ] {
        assert_eq!(response(header).media_type(), media_type);
    }
}

#[test]
fn c084_json_is_what_says_that_it_is_json() {
    for header in ["application/json", "APPLICATION/JSON;charset=utf-8", "application/problem+json"] {
        assert!(response(Some(header)).says_json(), "{header}");
    }
    for header in [
        "text/html",
        "text/json",
        "text/plain",
        "application/jsonp",
        "application/json-seq",
        "application/javascript",
        "image/svg+xml",
        "json",
        "text/x+json",
        "",
    ] {
        assert!(!response(Some(header)).says_json(), "{header}");
    }
    assert!(!response(None).says_json());
}

#[test]
fn the_first_header_of_a_name_is_the_one_that_is_read() {
    let mut twice = response(Some("text/html"));
    twice.headers.push(("content-type".to_owned(), "application/json".to_owned()));
    assert_eq!(twice.header("content-type"), Some("text/html"));
    assert_eq!(twice.header("www-authenticate"), None);
}
