//! The files that pages need, inside the binary. Their path holds a digest of what they say, so a
//! browser may keep them for good.

use std::sync::LazyLock;

use axum::body::Bytes;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use crate::errors::PageError;
use crate::extract::At;
use crate::say::tongue;

/// In the order of the cascade; the first names all the layers.
const STYLES: &[&str] = &[
    include_str!("../assets/base.css"),
    include_str!("../assets/fonts.css"),
    include_str!("../assets/shell.css"),
    include_str!("../assets/look.css"),
    include_str!("../assets/front.css"),
    include_str!("../assets/article.css"),
    include_str!("../assets/story.css"),
    include_str!("../assets/reading.css"),
    include_str!("../assets/said.css"),
    include_str!("../assets/feeds.css"),
    include_str!("../assets/search.css"),
    include_str!("../assets/forms.css"),
    include_str!("../assets/public.css"),
    include_str!("../assets/setup.css"),
    include_str!("../assets/admin.css"),
    include_str!("../assets/statistics.css"),
];

/// One module, in parts; each is about one matter and asks nothing of those below it.
const SCRIPTS: &[&str] = &[
    include_str!("../assets/marks.js"),
    include_str!("../assets/pages.js"),
    include_str!("../assets/classic.js"),
    include_str!("../assets/keys.js"),
    include_str!("../assets/swipe.js"),
    include_str!("../assets/place.js"),
    include_str!("../assets/live.js"),
    include_str!("../assets/offline.js"),
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

/// The worker that keeps pages for reading without a connection.
const WORKER: &str = include_str!("../assets/worker.js");

/// Icons for home screens, drawn from `icon.svg` by `tests/browser/icons.mjs`.
const PICTURES: [(&str, &[u8]); 3] = [
    ("icon-192.png", include_bytes!("../assets/icon-192.png")),
    ("icon-512.png", include_bytes!("../assets/icon-512.png")),
    ("icon-maskable.png", include_bytes!("../assets/icon-maskable.png")),
];

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
    /// The path of the icon where the page is kept among apps.
    pub touch_icon: String,
    /// The worker, which knows the paths of the others.
    worker: String,
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
    files.extend(PICTURES.map(|(name, body)| file(name, "image/png", Bytes::from_static(body))));
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
        touch_icon: path("icon-192.png"),
        worker: WORKER.replace("DIGEST", &digest),
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

/// `GET /sw.js`: the worker, from the root, so that it is there for all pages. Browsers ask for it
/// anew and compare.
pub async fn worker() -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/javascript; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
    ];
    (headers, ASSETS.worker.as_str()).into_response()
}

/// `GET /manifest.webmanifest`: what the newspaper is as an app.
pub async fn manifest() -> Response {
    let path = |name: &str| format!("/assets/{}/{name}", ASSETS.digest);
    let icon = |name: &str, size: &str, purpose: &str| json!({ "src": path(name), "sizes": size, "type": "image/png", "purpose": purpose });
    let shortcut = |name: String, url: &str| json!({ "name": name, "url": url });
    let manifest = json!({
        "id": "/",
        "name": "Dateline",
        "short_name": "Dateline",
        "description": say!("reading-manifest"),
        "lang": tongue().tag(),
        "dir": tongue().direction().attribute(),
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": "#fbfaf7",
        "theme_color": "#fbfaf7",
        "icons": [
            icon("icon-192.png", "192x192", "any"),
            icon("icon-512.png", "512x512", "any"),
            icon("icon-maskable.png", "512x512", "maskable"),
            json!({ "src": &ASSETS.icon, "sizes": "any", "type": "image/svg+xml" }),
        ],
        "shortcuts": [
            shortcut(say!("shell-unread"), "/unread"),
            shortcut(say!("reading-classic"), "/classic"),
            shortcut(say!("shell-starred"), "/starred"),
        ],
        "share_target": {
            "action": "/clip",
            "method": "GET",
            "params": { "title": "title", "text": "text", "url": "url" },
        },
    });
    let headers =
        [(header::CONTENT_TYPE, "application/manifest+json"), (header::CACHE_CONTROL, "no-cache")];
    (headers, manifest.to_string()).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn scripts_and_worker_are_small() {
        use axum::body::{Body, to_bytes};
        use axum::http::Request;
        use tower::ServiceExt;

        let router: axum::Router = axum::Router::new()
            .route("/js", axum::routing::get(async || SCRIPTS.concat()))
            .route("/sw.js", axum::routing::get(worker))
            .layer(tower_http::compression::CompressionLayer::new());
        let mut sizes = 0;
        for path in ["/js", "/sw.js"] {
            let request = Request::get(path).header("accept-encoding", "gzip");
            let answer =
                router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
            assert_eq!(answer.headers()["content-encoding"], "gzip");
            sizes += to_bytes(answer.into_body(), 1_000_000).await.unwrap().len();
        }
        assert!(sizes < 25_000, "{sizes} bytes of scripts, compressed");
        assert!(sizes > 1_000);
    }

    #[test]
    fn the_worker_knows_the_files_of_this_binary() {
        assert!(ASSETS.worker.contains(&ASSETS.digest) && !ASSETS.worker.contains("DIGEST"));
    }

    #[test]
    fn icons_are_pictures() {
        for (name, body) in PICTURES {
            assert!(body.starts_with(b"\x89PNG\r\n"), "{name}");
            assert!(body.len() < 20_000, "{name} takes {} bytes", body.len());
        }
    }
}
