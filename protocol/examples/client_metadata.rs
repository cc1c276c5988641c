//! Prints the document that makes an address of this page a client id (Client ID Metadata Document, draft -02): the same one that the
//! page at that address would hand out.
//!
//! In: the page's public address. Out: JSON on the standard output, or one line on the standard error and exit code 1. The build calls it.

use protocol::config::Page;
use protocol::form::ConfigForm;
use protocol::registration;
use std::process::ExitCode;
use url::{Host, Url};

fn main() -> ExitCode {
    match page(&std::env::args().nth(1).unwrap_or_default()).and_then(|page| document(&page)) {
        Ok(document) => {
            println!("{document}");
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn document(page: &Page) -> Result<String, String> {
    let (_, document) = registration::document(&ConfigForm::fresh(&page.address), page)?;
    Ok(document.to_string())
}

/// The page at a public address. A server has to be able to fetch the document, so a name of this machine alone is none.
fn page(address: &str) -> Result<Page, String> {
    let url = Url::parse(address).map_err(|why| format!("{address:?} is no address: {why}."))?;
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(host)) => host.is_loopback(),
        Some(Host::Ipv6(host)) => host.is_loopback(),
        None => true,
    };
    if url.scheme() != "https" || local {
        return Err(format!("{address} is no public https address, so no server could fetch the document there."));
    }
    if url.query().is_some() || url.fragment().is_some() || !url.username().is_empty() || url.password().is_some() {
        return Err(format!("{address} has more than a host and a path: give the address of the page alone."));
    }
    if url.as_str() != address {
        return Err(format!("{address} is written otherwise by a browser: give it as {url}."));
    }
    Ok(Page { address: url.as_str().to_owned(), origin: url.origin().ascii_serialization() })
}
