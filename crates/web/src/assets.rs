//! The files that pages need, inside the binary. Their path holds a digest of what they say, so a
//! browser may keep them for good.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};

use crate::errors::PageError;
use crate::extract::At;

/// In the order of the cascade; the first names all the layers.
const STYLES: [&str; 12] = [
    include_str!("../assets/base.css"),
    include_str!("../assets/fonts.css"),
    include_str!("../assets/shell.css"),
    include_str!("../assets/look.css"),
    include_str!("../assets/front.css"),
    include_str!("../assets/article.css"),
    include_str!("../assets/story.css"),
    include_str!("../assets/feeds.css"),
    include_str!("../assets/search.css"),
    include_str!("../assets/forms.css"),
    include_str!("../assets/public.css"),
    include_str!("../assets/setup.css"),
];

/// One module, in parts.
const SCRIPTS: &[&str] = &[
    include_str!("../assets/dateline.js"),
    include_str!("../assets/search.js"),
    include_str!("../assets/share.js"),
    include_str!("../assets/look.js"),
    include_str!("../assets/progress.js"),
    #[cfg(feature = "passkeys")]
    include_str!("../assets/passkeys.js"),
];

/// The cuts of Newsreader, under the SIL Open Font License: `fonts/make.sh` makes them.
const FONTS: [(&str, &[u8]); 6] = [
    ("newsreader-text.woff2", include_bytes!("../fonts/newsreader-text.woff2")),
    ("newsreader-text-ext.woff2", include_bytes!("../fonts/newsreader-text-ext.woff2")),
    ("newsreader-italic.woff2", include_bytes!("../fonts/newsreader-italic.woff2")),
    ("newsreader-italic-ext.woff2", include_bytes!("../fonts/newsreader-italic-ext.woff2")),
    ("newsreader-display.woff2", include_bytes!("../fonts/newsreader-display.woff2")),
    ("newsreader-display-ext.woff2", include_bytes!("../fonts/newsreader-display-ext.woff2")),
];

/// Those that every page writes with.
const EARLY_FONTS: [&str; 2] = ["newsreader-display.woff2", "newsreader-text.woff2"];

/// The fonts' licence, which goes wherever they go.
const FONT_LICENSE: &str = include_str!("../fonts/OFL.txt");

const ICON: &str = include_str!("../assets/icon.svg");

/// One file.
struct Asset {
    name: &'static str,
    kind: &'static str,
    body: Bytes,
}

/// All files, with the digest in their path.
pub struct Assets {
    files: Vec<Asset>,
    digest: String,
    /// The path of the style sheet.
    pub css: String,
    /// The path of the module.
    pub js: String,
    /// The path of the icon.
    pub icon: String,
    /// The paths of the fonts that every page writes with.
    pub fonts: Vec<String>,
}

/// The files of this binary.
pub static ASSETS: LazyLock<Assets> = LazyLock::new(|| {
    let file = |name, kind, body| Asset { name, kind, body };
    let mut files = vec![
        file("dateline.css", "text/css; charset=utf-8", STYLES.concat().into()),
        file("dateline.js", "text/javascript; charset=utf-8", SCRIPTS.concat().into()),
        file("icon.svg", "image/svg+xml", ICON.into()),
        file("fonts.txt", "text/plain; charset=utf-8", FONT_LICENSE.into()),
    ];
    files.extend(FONTS.map(|(name, font)| file(name, "font/woff2", Bytes::from_static(font))));
    let mut hasher = blake3::Hasher::new();
    for file in &files {
        hasher.update(&file.body);
    }
    let digest: String = hasher.finalize().to_hex().chars().take(16).collect();
    let path = |name: &str| format!("/assets/{digest}/{name}");
    Assets {
        css: path("dateline.css"),
        js: path("dateline.js"),
        icon: path("icon.svg"),
        fonts: EARLY_FONTS.map(path).to_vec(),
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
