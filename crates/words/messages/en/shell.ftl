### The frame of every page: masthead, navigation, footer.

shell-skip = Skip to the content
shell-search = Search
shell-search-results = Search results
shell-sign-out = Sign out
shell-sections = Sections
shell-front-page = Front page
shell-unread = Unread
shell-starred = Starred
shell-searches = Searches
shell-feeds = Feeds
# Follows a number in the navigation, for screen readers: "Unread 12 articles".
shell-count-articles = { $n ->
    [one] article
   *[other] articles
}
shell-articles = { $n ->
    [one] { $n } article
   *[other] { $n } articles
}
shell-outlets = { $n ->
    [one] { $n } outlet
   *[other] { $n } outlets
}
shell-articles-today = { $articles } today
# "412 articles from 36 outlets today"
shell-holdings-today = { $articles } from { $outlets } today
shell-demo = This is the demo: all outlets, people and events in it are invented.
shell-as-feed = This page as a feed
shell-about = About Dateline
