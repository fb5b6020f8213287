//! The files that pages need, inside the binary. Their path holds a digest of what they say, so a
//! browser may keep them for good.

use std::sync::LazyLock;

use async_compression::Level;
use async_compression::tokio::bufread::BrotliEncoder;
use axum::body::Bytes;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;
use tokio::io::AsyncReadExt;
use tokio::sync::OnceCell;

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
const FONTS: [(&str, &[u8]); 7] = [
    ("newsreader-text.woff2", include_bytes!("../fonts/newsreader-text.woff2")),
    ("newsreader-bold.woff2", include_bytes!("../fonts/newsreader-bold.woff2")),
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

/// How hard files are pressed: what is pressed once may take a few milliseconds.
const PRESSURE: Level = Level::Precise(9);

/// One file.
struct Asset {
    name: &'static str,
    kind: &'static str,
    body: Bytes,
    /// The same in Brotli, once somebody asked for it so.
    pressed: OnceCell<Bytes>,
}

impl Asset {
    fn new(name: &'static str, kind: &'static str, body: impl Into<Bytes>) -> Self {
        Self { name, kind, body: body.into(), pressed: OnceCell::new() }
    }

    /// Whether it is text, which becomes smaller.
    fn is_text(&self) -> bool {
        !self.kind.starts_with("font/") && self.kind != "image/png"
    }

    async fn pressed(&self) -> std::io::Result<&Bytes> {
        let press = async || {
            let mut pressed = Vec::new();
            BrotliEncoder::with_quality(&self.body[..], PRESSURE).read_to_end(&mut pressed).await?;
            Ok(pressed.into())
        };
        self.pressed.get_or_try_init(press).await
    }
}

/// Styles or scripts without indents, and without comments that have lines of their own.
fn lean(parts: &[&str]) -> String {
    let mut lean = String::new();
    let mut in_comment = false;
    for line in parts.iter().flat_map(|part| part.lines()).map(str::trim) {
        in_comment = in_comment || line.starts_with("/*");
        if !in_comment && !line.is_empty() && !line.starts_with("//") {
            lean.push_str(line);
            lean.push('\n');
        }
        in_comment = in_comment && !line.ends_with("*/");
    }
    lean
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
    let mut files = vec![
        Asset::new("dateline.css", "text/css; charset=utf-8", lean(STYLES)),
        Asset::new("dateline.js", "text/javascript; charset=utf-8", lean(SCRIPTS)),
        Asset::new("icon.svg", "image/svg+xml", ICON),
        Asset::new("fonts.txt", "text/plain; charset=utf-8", FONT_LICENSE),
    ];
    files.extend(FONTS.map(|(name, font)| Asset::new(name, "font/woff2", font)));
    files.extend(PICTURES.map(|(name, body)| Asset::new(name, "image/png", body)));
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
pub async fn file(
    At((digest, name)): At<(String, String)>,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    let known = digest == ASSETS.digest;
    let file = ASSETS.files.iter().find(|file| known && file.name == name);
    let file = file.ok_or(PageError::NotFound)?;
    let mut answer = answer(file, "public, max-age=31536000, immutable");
    if file.is_text() && takes_brotli(&asked) {
        // Whatever else a browser takes is made by the layer around all pages.
        if let Ok(pressed) = file.pressed().await {
            *answer.body_mut() = pressed.clone().into();
            let headers = answer.headers_mut();
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
            headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        }
    }
    Ok(answer)
}

/// Whether an answer may be in Brotli; who gives it a weight of its own gets what the layer makes.
fn takes_brotli(asked: &HeaderMap) -> bool {
    let accepted = asked.get_all(header::ACCEPT_ENCODING).iter();
    accepted
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(','))
        .any(|coding| coding.trim().eq_ignore_ascii_case("br"))
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
            .route("/js", axum::routing::get(async || lean(SCRIPTS)))
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

    #[tokio::test]
    async fn what_is_pressed_is_the_same_file() {
        use async_compression::tokio::write::BrotliDecoder;
        use tokio::io::AsyncWriteExt;

        for file in ASSETS.files.iter().filter(|file| file.is_text()) {
            let pressed = file.pressed().await.unwrap();
            assert!(pressed.len() < file.body.len(), "{}", file.name);
            let mut decoder = BrotliDecoder::new(Vec::new());
            decoder.write_all(pressed).await.unwrap();
            decoder.shutdown().await.unwrap();
            assert_eq!(decoder.into_inner(), file.body, "{}", file.name);
        }
        let asks = |words: &str| {
            let headers = [(header::ACCEPT_ENCODING, HeaderValue::from_str(words).unwrap())];
            takes_brotli(&HeaderMap::from_iter(headers))
        };
        assert!(asks("gzip, deflate, br") && asks("BR"));
        assert!(!asks("gzip") && !asks("br;q=0") && !asks("*") && !asks(""));
    }

    #[test]
    fn files_lose_what_nobody_reads_and_nothing_else() {
        let css = "/* Head,\n   two lines. */\n@layer a {\n  b { c: d; } /* e */\n\n  /* f */\n}\n";
        assert_eq!(lean(&[css]), "@layer a {\nb { c: d; } /* e */\n}\n");
        let js = "// head\n/** What it does. */\nconst a = () => {\n  // why\n  return \"//b\"; // c\n};\n";
        assert_eq!(lean(&[js]), "const a = () => {\nreturn \"//b\"; // c\n};\n");
        let texts: Vec<&str> = SCRIPTS.iter().flat_map(|part| part.lines()).collect();
        assert!(texts.iter().all(|line| line.matches('`').count() % 2 == 0), "a text of two lines");
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
