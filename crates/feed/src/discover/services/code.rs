//! Repositories and their owners: GitHub, GitLab, Forgejo.

use super::is_word;

pub(super) fn github(path: &[&str]) -> Option<String> {
    // Pages of the service itself, which stand where an owner would.
    const RESERVED: [&str; 30] = [
        "about",
        "account",
        "apps",
        "blog",
        "codespaces",
        "collections",
        "contact",
        "customer-stories",
        "dashboard",
        "enterprise",
        "events",
        "explore",
        "features",
        "issues",
        "join",
        "login",
        "marketplace",
        "new",
        "notifications",
        "orgs",
        "pricing",
        "pulls",
        "search",
        "security",
        "settings",
        "site",
        "sponsors",
        "topics",
        "trending",
        "users",
    ];
    if let ["orgs", name, ..] = path
        && is_word(name)
    {
        return Some(format!("https://github.com/{name}.atom"));
    }
    let owner = path.first().filter(|owner| is_word(owner) && !RESERVED.contains(owner))?;
    let repository = match path.get(1) {
        Some(name) => format!("https://github.com/{owner}/{}", name.trim_end_matches(".git")),
        None => return Some(format!("https://github.com/{owner}.atom")),
    };
    Some(match path.get(2..)? {
        [] | ["releases", ..] => format!("{repository}/releases.atom"),
        ["tags"] => format!("{repository}/tags.atom"),
        ["commits"] => format!("{repository}/commits.atom"),
        ["commits", branch @ ..] => format!("{repository}/commits/{}.atom", branch.join("/")),
        ["tree", branch] => format!("{repository}/commits/{branch}.atom"),
        ["discussions"] => format!("{repository}/discussions.atom"),
        ["wiki"] => format!("{repository}/wiki.atom"),
        _ => return None,
    })
}

pub(super) fn gitlab(path: &[&str]) -> Option<String> {
    let split = path.iter().position(|part| *part == "-").unwrap_or(path.len());
    let (project, page) = path.split_at_checked(split)?;
    if project.len() < 2
        || project.iter().any(|part| !is_word(part))
        || matches!(project.first(), Some(&"explore" | &"help" | &"users" | &"groups"))
    {
        return None;
    }
    let project = format!("https://gitlab.com/{}", project.join("/"));
    match page {
        [] => Some(format!("{project}.atom")),
        ["-", "tags"] => Some(format!("{project}/-/tags?format=atom")),
        ["-", "commits" | "tree", branch @ ..] if !branch.is_empty() => {
            Some(format!("{project}/-/commits/{}?format=atom", branch.join("/")))
        }
        _ => None,
    }
}

/// Forgejo and Gitea.
pub(super) fn forge(host: &str, path: &[&str]) -> Option<String> {
    const RESERVED: [&str; 6] = ["explore", "user", "org", "api", "assets", "-"];
    if RESERVED.contains(path.first()?) {
        return None;
    }
    match path {
        [owner] => Some(format!("https://{host}/{owner}.rss")),
        [owner, name] | [owner, name, "releases"] => {
            Some(format!("https://{host}/{owner}/{name}/releases.rss"))
        }
        [owner, name, "tags"] => Some(format!("https://{host}/{owner}/{name}/tags.rss")),
        [owner, name, "commits", "branch", branch @ ..]
        | [owner, name, "src", "branch", branch @ ..]
            if !branch.is_empty() =>
        {
            Some(format!("https://{host}/{owner}/{name}/rss/branch/{}", branch.join("/")))
        }
        _ => None,
    }
}
