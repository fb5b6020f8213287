### The front page, and lists of stories.

front-newest = Newest
# Follows the name of an outlet.
front-and-others = and others
# Follows the names of outlets: "A, B, C and 6 more".
front-and-more = and { $n } more
front-more = More stories
front-all-articles = All articles, newest first
front-why = Why do these stand here?
front-without-why = Without the reasons
# Ends the reasons why a story stands where it stands.
front-follow-or-mute = follow or mute it
front-not-grouped = newly come, not grouped yet
front-spark = { $n ->
    [one] { $n } outlet, by the hour in which it came to the story
   *[other] { $n } outlets, by the hour in which they came to the story
}
front-copies = { $n ->
    [one] { $n } copy folded
   *[other] { $n } copies folded
}
front-articles = { $n ->
    [one] { $n } article
   *[other] { $n } articles
}
front-unread-articles = { $n ->
    [one] { $n } article unread
   *[other] { $n } articles unread
}
# A mark of a story.
front-is-followed = followed
front-stories = Stories
front-show-all = All stories
front-show-unread = With something unread
front-show-followed = Followed
front-show-muted = Muted
front-show-articles = Articles, newest first
front-no-stories = No story stands here yet. Stories form a moment after their articles come.
front-no-followed = You follow no story yet. A story’s page has a button for it.
front-no-muted = You have muted no story.
front-stop-following = Stop following
front-stop-muting = Stop muting
