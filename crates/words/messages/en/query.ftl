### A search in a sentence: “articles of Reuters since Monday with “ferry””.

query-all = all articles
query-articles = articles { $clause }
query-any-kind = of any kind
query-other-than = other than those { $clause }
query-with = with { $words }
query-without = without { $words }
query-phrase = the phrase “{ $words }”
query-prefix = “{ $words }…”
query-word = “{ $words }”
query-or = { $first } or { $last }
query-either = either { $clause }
query-when-not = not { $when }
query-since = since { $day }
query-before = before { $day }
query-between = from { $from } to { $until }
query-title = with “{ $words }” in the headline
query-not-title = without “{ $words }” in the headline
query-of = of { $name }
query-not-of = not of { $name }
query-by = by { $name }
query-not-by = not by { $name }
query-from = from { $place }
query-not-from = not from { $place }
query-outlet = of outlet { $number }
query-not-outlet = not of outlet { $number }
query-feed = in the feed “{ $name }”
query-not-feed = not in the feed “{ $name }”
query-folder = in the folder “{ $name }”
query-not-folder = not in the folder “{ $name }”
query-language = in { $language }
query-not-language = not in { $language }
query-unread = that are unread
query-not-unread = that are not unread
query-read = that are read
query-not-read = that are not read
query-starred = that are starred
query-not-starred = that are not starred
query-copy = that are copies of others
query-not-copy = that are not copies of others
query-paywalled = that are behind a paywall
query-not-paywalled = that are not behind a paywall
query-image = with a picture
query-no-image = without a picture
query-changed = that were changed
query-not-changed = that were not changed
query-story = of story { $number }
query-not-story = not of story { $number }
query-near = { $n ->
    [one] { $words } within { $n } word of each other
   *[other] { $words } within { $n } words of each other
}
query-said = with words of { $name }
query-not-said = without words of { $name }
