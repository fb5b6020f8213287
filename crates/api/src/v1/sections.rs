//! Sections: the parts of a user's newspaper.

use serde_json::json;

use super::call::{Call, Reply, ok};
use super::operation::{Operation, get};
use super::schema::{id, list, nullable, object, said, text, word};
use crate::problem::Problem;

/// More sections of folders than these make a page that nobody reads to its end.
const SECTIONS: usize = 8;

pub fn operations() -> Vec<Operation> {
    let section = object([
        ("kind", word(&["folder", "search"])),
        ("name", text()),
        ("search", said(nullable(id()), "The kept search that it shows.")),
        ("path", said(text(), "Its page here.")),
    ]);
    vec![
        get("/sections", "list_sections")
            .about(
                "Stories",
                "The sections of your front page, in its order: folders, then kept searches",
            )
            .gives(200, "Sections", object([("sections", list(section))]))
            .by(list_sections),
    ]
}

/// The folders that are sections: those at the top.
pub fn section_folders(folders: &[(String, u64)]) -> Vec<String> {
    let mut top: Vec<String> = Vec::new();
    for (folder, _) in folders {
        let name = folder.split('/').next().unwrap_or_default();
        if !name.is_empty() && !top.iter().any(|known| known == name) {
            top.push(name.to_owned());
        }
    }
    top.truncate(SECTIONS);
    top
}

async fn list_sections(call: Call) -> Result<Reply, Problem> {
    let (store, user) = (call.app.store(), call.caller.user.id);
    let folders = section_folders(&store.folders(user).await?);
    let mut kept = store.kept_searches(Some(user)).await?;
    kept.retain(|search| search.section.is_some());
    kept.sort_by_key(|search| search.section);
    let folders = folders.into_iter().map(|name| {
        let path = format!("/section/{}", encoded(&name));
        json!({ "kind": "folder", "name": name, "search": null, "path": path })
    });
    let searches = kept.into_iter().map(|search| {
        let path = format!("/searches/{}", search.id);
        json!({ "kind": "search", "name": search.name, "search": search.id, "path": path })
    });
    ok(json!({ "sections": folders.chain(searches).collect::<Vec<_>>() }))
}

/// A segment of a path: all but unreserved characters (RFC 3986, 2.3) percent-encoded.
fn encoded(name: &str) -> String {
    let mut encoded = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            encoded.push(char::from(byte));
        } else {
            encoded.push_str(&format!("%{byte:02X}"));
        }
    }
    encoded
}
