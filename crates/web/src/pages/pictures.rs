//! `GET /picture/…`: pictures of articles; `GET /icon/{outlet}`: icons of outlets. For those who are
//! signed in.

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use dateline_desk::{ICON_SIDES, Icon, NoPicture};
use serde::Deserialize;

use crate::auth::session::Reader;
use crate::errors::PageError;
use crate::extract::{Ask, At};
use crate::state::App;
use crate::views::picture::Pictures;
use crate::views::tile;

/// What other people's pictures may do where somebody opens one by itself: nothing.
const NOTHING: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// A picture is kept by its reader's browser and by nobody between. Its address changes where its
/// width does, and a file that changes at its outlet may be seen a month later.
const KEPT: &str = "private, max-age=2592000, immutable";

/// An icon is looked for once a week.
const KEPT_ICON: &str = "private, max-age=604800";
const KEPT_TILE: &str = "private, max-age=86400";
/// An icon may be found within minutes.
const KEPT_FOR_NOW: &str = "private, max-age=60";

/// That there is nothing to be had is known for a while; what is only in the way may be gone.
const KEPT_FAILURE: &str = "private, max-age=300";
const NOT_KEPT: &str = "no-store";

/// Shows a picture whose address was signed for this reader.
pub async fn picture(
    State(app): State<App>,
    reader: Reader,
    At((signature, width, address)): At<(String, u32, String)>,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    let pictures = Pictures::of(&app.setup_token, reader.user.id);
    let Some(address) = pictures.opened(&signature, width, &address) else {
        return Ok(refused(StatusCode::NOT_FOUND));
    };
    match app.desk.picture(&address, width).await {
        Ok(picture) => Ok(file(&asked, &picture.file, picture.media_type, KEPT)),
        Err(NoPicture::Gone(why)) => {
            tracing::debug!(why, "a picture is not shown");
            Ok(refused(StatusCode::NOT_FOUND))
        }
        Err(NoPicture::Trouble(why)) => {
            tracing::debug!(why, "a picture could not be had");
            Ok(refused(StatusCode::BAD_GATEWAY))
        }
        Err(NoPicture::Desk(error)) => Err(error.into()),
    }
}

/// What is asked of an icon.
#[derive(Debug, Deserialize)]
pub struct IconAsk {
    px: Option<u32>,
}

/// Shows the icon of an outlet, or a tile with its letter.
pub async fn icon(
    State(app): State<App>,
    reader: Reader,
    At(key): At<String>,
    Ask(ask): Ask<IconAsk>,
    asked: HeaderMap,
) -> Result<Response, PageError> {
    let side = ask.px.filter(|side| ICON_SIDES.contains(side)).unwrap_or(ICON_SIDES[0]);
    match app.desk.outlet_icon(reader.user.id, &key, side).await? {
        Icon::Own(picture) => Ok(file(&asked, &picture.file, picture.media_type, KEPT_ICON)),
        Icon::None { soon } => {
            let keep = if soon { KEPT_FOR_NOW } else { KEPT_TILE };
            Ok(file(&asked, tile::of(&key).as_bytes(), "image/svg+xml", keep))
        }
    }
}

/// A file, or the word that the browser has it already.
fn file(asked: &HeaderMap, bytes: &[u8], media_type: &'static str, keep: &'static str) -> Response {
    let tag = format!("\"{}\"", blake3::hash(bytes).to_hex().split_at(24).0);
    let known = asked.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    let is_known = known.is_some_and(|known| known.split(',').any(|one| one.trim() == tag));
    let mut response = match is_known {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => bytes.to_vec().into_response(),
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(keep));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    response
}

/// No picture: pages show its words, or leave its place as it is.
fn refused(status: StatusCode) -> Response {
    let keep = if status == StatusCode::NOT_FOUND { KEPT_FAILURE } else { NOT_KEPT };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8")),
        (header::CACHE_CONTROL, HeaderValue::from_static(keep)),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(NOTHING)),
    ];
    (status, headers, "no picture\n").into_response()
}
