//! What a run left where: logs, addresses and bodies of any kind, searched for a secret in any of its spellings.

use crate::support::{CODE, TOKEN, chosen, kept, taken};
use protocol::findings::{self, Basis, Evidence, Finding, Left, Place, Sought};
use protocol::secret::Secret;
use url::form_urlencoded;

/// The first byte says what is sought and what could be read.
pub fn run(data: &[u8]) {
    let Some((how, text)) = chosen(data) else { return };
    let (plain, kind) = if how & 1 == 0 { (CODE, Left::SpentCode) } else { (TOKEN, Left::Token) };
    let secret = Secret::new(plain);
    let sought = if how & 1 == 0 { Sought::Code(&secret) } else { Sought::Token(&secret) };
    let readable = |bit: u8| (how & bit != 0).then_some(text.as_str());
    let evidence =
        Evidence { arrival: readable(2), entries: readable(4), host_log: readable(8), api_body: readable(16) };
    let found = findings::judge(&sought, &evidence);
    assert_eq!(found.iter().map(|finding| finding.place).collect::<Vec<_>>(), Place::ALL);
    let spelled = spelled(&text, plain);
    for finding in &found {
        let bit = match finding.place {
            Place::AddressBar => 2,
            Place::NavigationEntry | Place::Script => 4,
            Place::HostLog => 8,
            Place::Referer => 16,
            Place::History => {
                assert_eq!((finding.basis, finding.left), (Basis::Told, kind));
                continue;
            }
        };
        match finding.basis {
            Basis::Measured => {
                assert!(how & bit != 0, "measured in what could not be read");
                assert!(finding.left == kind || finding.left == Left::Nothing);
                if finding.place != Place::Referer && spelled {
                    assert_eq!(finding.left, kind, "overlooked in {:?}", finding.place);
                }
                if finding.left == kind && finding.place != Place::Referer {
                    assert!(could_be_there(&text, plain), "found what is not there");
                }
            }
            Basis::NotMeasured => {
                assert_eq!(finding.left, Left::Unknown);
                assert!(how & bit == 0 || finding.place == Place::Referer);
            }
            Basis::Told => panic!("told of {:?}", finding.place),
        }
    }
    let text = kept(&found);
    assert!(!text.contains(plain));
    assert_eq!(taken::<Vec<Finding>>(&text), Some(found));
}

/// Literally there, or the value of a parameter of an address.
fn spelled(text: &str, plain: &str) -> bool {
    text.contains(plain)
        || (!text.contains('%') && form_urlencoded::parse(text.as_bytes()).any(|(_, value)| value == plain))
}

fn could_be_there(text: &str, plain: &str) -> bool {
    text.contains(plain) || text.contains('%')
}
