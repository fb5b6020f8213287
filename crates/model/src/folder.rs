//! Folders as reader apps know them: by number.

use serde::Serialize;

use crate::FolderId;

/// A folder of a user's, with the number that it keeps while it is renamed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Folder {
    /// Its number: positive, at most 31 bits for what any instance will ever hold.
    pub id: FolderId,
    /// Its name, with `/` between levels; the empty name stands for the feeds outside of folders.
    pub name: String,
    /// How many of the user's feeds stand in exactly this folder.
    pub feeds: u64,
    /// How many articles in it the user has not read.
    pub unread: u64,
}

/// The longest name of a folder, in characters.
const LONGEST: usize = 200;

/// A folder's name as it is kept: levels trimmed, none empty and none a dot, which a browser
/// would take out of a path.
pub fn clean_folder(typed: &str) -> String {
    let levels: Vec<String> = typed
        .split('/')
        .map(|level| level.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|level| !matches!(level.as_str(), "" | "." | ".."))
        .collect();
    let joined: String = levels.join("/").chars().filter(|sign| !sign.is_control()).collect();
    joined.chars().take(LONGEST).collect::<String>().trim_end_matches('/').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_kept_tidy() {
        assert_eq!(clean_folder("  World  news / Asia/ "), "World news/Asia");
        assert_eq!(clean_folder("/../Tech/./"), "Tech");
        assert_eq!(clean_folder("\n\t"), "");
        assert_eq!(clean_folder(&"x".repeat(900)).chars().count(), 200);
    }
}
