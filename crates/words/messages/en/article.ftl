### An article, in lists and on its page.

# $names is "Ida Quell and Tom Reyes".
article-by = By { $names }
# A contributor and where they worked from: "Ada Bly in Port Sarel".
article-person-in = { $name } in { $place }
# In place of a headline.
article-untitled = Untitled
# In a line about the article, in small letters.
article-first-appeared-at = first appeared at { $outlet }
article-is-starred = starred
article-is-read = read
article-is-paywalled = paywall
article-is-edited = { $n ->
    [one] edited
   *[other] edited { $n } times
}
# On its page.
article-seen = Seen { $when }
article-updated = Updated { $when }
article-minutes = { $n } min read
article-in-language = in { $language }
article-words = { $n ->
    [one] { $n } word
   *[other] { $n } words
}
article-edited-times = { $n ->
    [one] Edited once
    [2] Edited twice
   *[other] Edited { $n } times
}
article-origin = First appeared at { $outlet }
article-copy-of = A copy of { $title }
article-same-text-as = The same text as { $title }
article-part-of = { $n ->
    [one] Part of the story { $title }, with { $n } other article
   *[other] Part of the story { $title }, with { $n } other articles
}
article-at-outlet = Read at the outlet
article-star = Star
article-unstar = Remove the star
article-mark-read = Mark as read
article-mark-unread = Mark as unread
article-share = Share
article-saving = It is on its way there.
article-with = With reporting by { $names }
article-what-changed = What was changed
article-edit = Edited { $when }
article-carriers = In your feeds
article-called = as “{ $title }”
article-keywords = Keywords: { $words }
article-read-again = Read the page again
article-correct = Correct how this site is read
# What is said above a text that is not the page's.
article-feeds-own = This is the feed’s own text.
article-no-text = The feed gave no text.
article-page-failed = The page could not be read.
article-page-failed-why = The page could not be read: { $why }
article-page-waits-again = The page is to be read again; this is what it said before.
article-page-not-yet = The page could not be read yet: { $why } It will be tried again.
article-page-waits = The page is still to be read.
# Where the text is from.
article-from-teaser = Text: the feed’s own, a teaser
article-from-feed = Text: the feed’s own
article-from-print = Text: the outlet’s page, in its version for printing
article-from-amp = Text: the outlet’s page, in its AMP version
article-from-pages = Text: the outlet’s page, { $n } pages joined
article-from-page = Text: the outlet’s page
article-by-rules = { $source }, by the rules for { $site }
article-from-read = { $source }, read { $when }
