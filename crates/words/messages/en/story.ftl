### A story's page.

# $articles is "7 articles", $outlets "5 outlets".
story-size = { $articles } by { $outlets }
story-articles = { $n ->
    [one] { $n } article
   *[other] { $n } articles
}
story-outlets = { $n ->
    [one] { $n } outlet
   *[other] { $n } outlets
}
story-spark = { $n ->
    [one] { $n } article by the hour of its publication
   *[other] { $n } articles by the hour of their publication
}
story-since = since { $when }
story-grown = last grown { $when }
story-follow = Follow
story-unfollow = Stop following
story-mute = Mute
story-unmute = Stop muting
story-mark-read = Mark all as read
story-mark-unread = Mark all as unread
story-about = What it is about
# In place of an outlet's name, under a sentence of an article.
story-the-article = the article
story-on-this-page = On this page
story-coverage = Coverage
story-is-copy = a copy of an article that is not in your feeds
story-has-text = the same text as an article that is not in your feeds
story-copy = a copy
story-same-text = the same text
story-folded = { $n ->
    [one] { $n } more outlet has this text
   *[other] { $n } more outlets have this text
}
story-timeline = How it developed
story-what-changed = What changed
story-more-changed = { $n ->
    [one] { $n } more paragraph changed
   *[other] { $n } more paragraphs changed
}
story-related = Related stories
story-why = Why it stands where it stands
story-log = How this story came about
story-decisions = What readers decided
story-withdraw = Withdraw
story-wrong = Something is grouped wrongly
story-leave = These articles are another story:
story-two = These are two stories
story-same-as = The same story as (its address or number)
story-one = These are one story
story-done-follow = You follow this story. It stands higher on your front page.
story-done-mute = Muted: its articles, later ones too, are hidden from you and count as read.
story-done-unmarked = Undone.
story-done-withdrawn = Withdrawn. The stories stay as they are; what comes later is no longer bound by it.
story-done-part = Noted: these are two stories. They part within moments.
story-done-join = Noted: these are one story. They join within moments.
story-bad-mark = A story can be followed or muted.
story-none-chosen = No article was chosen to leave the story.
story-not-an-address = “{ $typed }” is neither a story’s number nor its address.
# A line of its log. $article is “headline” (outlet).
story-an-article = An article
story-log-article = “{ $title }”
story-log-article-of = “{ $title }” ({ $outlet })
story-log-opened = { $article } opened the story
story-log-joined = { $article } joined
story-log-merged = Story { $story } became part of story { $other }
story-log-split = Some articles left and became story { $other }
story-log-moved = { $article } left for story { $other }
story-log-woke = The story woke after a sleep
# $what is a line of the log.
story-log-because = { $what }: { $why }
story-untold-article = an article
story-you-two = You said that “{ $one }” and “{ $other }” are two stories
story-you-one = You said that “{ $one }” and “{ $other }” are one story
story-reader-two = Another reader said that “{ $one }” and “{ $other }” are two stories
story-reader-one = Another reader said that “{ $one }” and “{ $other }” are one story
# What is known of when a report came.
story-published = published, as it says itself: { $when }
story-no-date = it does not say when it was published
story-listed = found listed in its feed: { $when }
story-listed-after = found listed in its feed: { $when }, polled { $before } before that
story-fetched = its page was fetched: { $when }
story-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
story-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
story-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
story-the-publisher = The publisher
story-headline-changed = { $outlet } changed its headline
