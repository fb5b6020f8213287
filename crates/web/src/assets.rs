//! The files that pages need, inside the binary. Their path holds a digest of what they say, so a
//! browser may keep them for good.

use std::sync::LazyLock;

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::errors::PageError;
use crate::extract::At;

/// In the order of the cascade; the first names all the layers.
const STYLES: [&str; 9] = [
    include_str!("../assets/base.css"),
    include_str!("../assets/shell.css"),
    include_str!("../assets/front.css"),
    include_str!("../assets/article.css"),
    include_str!("../assets/story.css"),
    include_str!("../assets/feeds.css"),
    include_str!("../assets/search.css"),
    include_str!("../assets/forms.css"),
    include_str!("../assets/public.css"),
];

/// One module, in parts.
const SCRIPTS: &[&str] = &[
    include_str!("../assets/dateline.js"),
    include_str!("../assets/search.js"),
    include_str!("../assets/share.js"),
    #[cfg(feature = "passkeys")]
    include_str!("../assets/passkeys.js"),
];
const ICON: &str = include_str!("../assets/icon.svg");

/// One file.
struct Asset {
    name: &'static str,
    kind: &'static str,
    body: String,
}

/// All files, with the digest in their path.
pub struct Assets {
    files: [Asset; 3],
    digest: String,
    /// The path of the style sheet.
    pub css: String,
    /// The path of the module.
    pub js: String,
    /// The path of the icon.
    pub icon: String,
}

/// The files of this binary.
pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let files = [
        Asset { name: "dateline.css", kind: "text/css; charset=utf-8", body: STYLES.concat() },
        Asset {
            name: "dateline.js",
            kind: "text/javascript; charset=utf-8",
            body: SCRIPTS.concat(),
        },
        Asset { name: "icon.svg", kind: "image/svg+xml", body: ICON.to_owned() },
    ];
    let mut hasher = blake3::Hasher::new();
    for file in &files {
        hasher.update(file.body.as_bytes());
    }
    let digest: String = hasher.finalize().to_hex().chars().take(16).collect();
    let path = |name: &str| format!("/assets/{digest}/{name}");
    Assets {
        css: path("dateline.css"),
        js: path("dateline.js"),
        icon: path("icon.svg"),
        files,
        digest,
    }
});

/// `GET /assets/{digest}/{name}`
pub async fn file(At((digest, name)): At<(String, String)>) -> Result<Response, PageError> {
    let known = digest == ASSETS.digest;
    let file = ASSETS.files.iter().find(|file| known && file.name == name);
    let file = file.ok_or(PageError::NotFound)?;
    Ok(answer(file, "public, max-age=31536000, immutable"))
}

/// `GET /favicon.svg` and `/favicon.ico`, for those who ask without having read a page.
pub async fn favicon() -> Result<Response, PageError> {
    let icon = ASSETS.files.iter().find(|file| file.name == "icon.svg");
    Ok(answer(icon.ok_or(PageError::NotFound)?, "public, max-age=86400"))
}

fn answer(file: &Asset, keep: &'static str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(file.kind)),
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
    ];
    (StatusCode::OK, headers, file.body.clone()).into_response()
}
