//! What is to be inspected.

use std::fs::File;
use std::io::{self, Read};

use flate2::read::MultiGzDecoder;
use serde::Deserialize;
use serde_json::Value;
use url::Url;

use super::kinds::Kind;

/// The most that is read of one input, decompressed: past any feed or page, short of trouble.
const MOST: u64 = 256 * 1024 * 1024;

/// One request: a line of `--jsonl`, or the arguments.
#[derive(Debug, Deserialize)]
pub struct Request {
    /// Whatever the asker calls it.
    #[serde(default)]
    pub id: Value,
    /// The file to read.
    #[serde(default)]
    path: Option<String>,
    /// Where it was fetched from.
    #[serde(default)]
    url: Option<String>,
    /// The content type that the server gave.
    #[serde(default)]
    pub content_type: Option<String>,
    /// A date, for `dates`.
    #[serde(default)]
    date: Option<String>,
    /// A text, for `statements`.
    #[serde(default)]
    text: Option<String>,
    /// Its headline, for `statements`.
    #[serde(default)]
    pub title: Option<String>,
    /// Its language, for `statements`.
    #[serde(default)]
    pub language: Option<String>,
}

impl Request {
    /// The request that arguments make, its id being the name of the file.
    pub fn of_file(kind: Kind, file: &str, url: Option<&str>, content_type: Option<&str>) -> Self {
        let mut request = Self {
            id: Value::from(file),
            path: Some(file.to_owned()),
            url: url.map(str::to_owned),
            content_type: content_type.map(str::to_owned),
            date: None,
            text: None,
            title: None,
            language: None,
        };
        if kind == Kind::Dates {
            // Only a file that cannot be read is left to be told as such.
            let bytes = request.bytes().ok();
            request.date = bytes.map(|bytes| String::from_utf8_lossy(&bytes).trim().to_owned());
        }
        if kind == Kind::Statements {
            let bytes = request.bytes().ok();
            request.text = bytes.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        }
        request
    }

    /// The address it was fetched from; none where none was given.
    ///
    /// # Errors
    /// When it is no address.
    pub fn url(&self) -> Result<Option<Url>, String> {
        let Some(text) = self.url.as_deref().filter(|text| !text.is_empty()) else {
            return Ok(None);
        };
        Url::parse(text).map(Some).map_err(|error| format!("the url “{text}”: {error}"))
    }

    /// The date to read.
    ///
    /// # Errors
    /// When there is none.
    pub fn date(&self) -> Result<&str, String> {
        match (&self.date, &self.path) {
            (Some(date), _) => Ok(date),
            (None, Some(path)) => Err(format!("{path} cannot be read")),
            (None, None) => Err("the request has no “date”".to_owned()),
        }
    }

    /// The text to read.
    ///
    /// # Errors
    /// When there is none.
    pub fn text(&self) -> Result<&str, String> {
        match (&self.text, &self.path) {
            (Some(text), _) => Ok(text),
            (None, Some(path)) => Err(format!("{path} cannot be read")),
            (None, None) => Err("the request has no “text”".to_owned()),
        }
    }

    /// The bytes of the file, decompressed where its name ends in `.gz`.
    ///
    /// # Errors
    /// When it cannot be read, or is larger than any feed or page.
    pub fn bytes(&self) -> Result<Vec<u8>, String> {
        let path = self.path.as_deref().ok_or("the request has no “path”")?;
        let bytes = read(path).map_err(|error| format!("{path} cannot be read: {error}"))?;
        if bytes.len() as u64 > MOST {
            return Err(format!("{path} is larger than {} MiB", MOST / (1024 * 1024)));
        }
        Ok(bytes)
    }
}

fn read(path: &str) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if path == "-" {
        io::stdin().lock().take(MOST + 1).read_to_end(&mut bytes)?;
    } else if path.ends_with(".gz") {
        MultiGzDecoder::new(File::open(path)?).take(MOST + 1).read_to_end(&mut bytes)?;
    } else {
        File::open(path)?.take(MOST + 1).read_to_end(&mut bytes)?;
    }
    Ok(bytes)
}
