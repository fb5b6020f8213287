use super::*;

mod formats;
mod robust;

fn read(text: &str) -> Feed {
    parse(text.as_bytes(), &Hints::default()).unwrap()
}

fn read_at(text: &str, url: &str) -> Feed {
    let url = url::Url::parse(url).unwrap();
    parse(text.as_bytes(), &Hints { url: Some(&url), content_type: None }).unwrap()
}
