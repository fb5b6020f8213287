### Lists, the classic view, keys, reading without a connection.

reading-everything = Everything
reading-classic = Classic

# What follows a button "Undo".
reading-marked = { $n ->
    [0] Everything was read already.
    [one] { $n } article is marked as read.
   *[other] { $n } articles are marked as read.
}
reading-undo = Undo
reading-undone = { $n ->
    [one] { $n } article is unread again.
   *[other] { $n } articles are unread again.
}

# Two switches beside each article of a list.
reading-read = Read
reading-read-of = Read: { $title }
reading-star = Star
reading-star-of = Star: { $title }

reading-tree = Folders and feeds
# Follows a number beside a folder, for screen readers: "12 unread".
reading-count-unread = { $n ->
    [one] unread
   *[other] unread
}
reading-more-feeds = All feeds
reading-manage-feeds = Manage feeds
reading-show-unread = Unread
reading-show-all = All
reading-newest-first = Newest first
reading-oldest-first = Oldest first
reading-excerpts = Excerpts
reading-titles = Titles
reading-no-such-view = The classic view knows no such look.

# An article opened where it stands in the list.
reading-minutes = { $n } min read
reading-at-outlet = Read at the outlet
reading-own-page = Its own page

# Where somebody stopped reading a long article.
reading-go-on = Go on where you stopped
reading-turn = In the list
reading-before = Previous
reading-after = Next
reading-to-list = Back to the list
reading-link-copied = Link copied

reading-waiting = { $n ->
    [one] { $n } new story
   *[other] { $n } new stories
}

# $time is a time of day: "14:02".
reading-as-of = You are offline. This page is as of { $time }.
reading-offline = Offline
reading-left-offline = You are signed out in this browser, and what it kept of your newspaper is gone. Your newspaper could not be told: this browser will tell it, before anything else, as soon as there is a connection and a page of it is opened. If others use this machine, come back to this page when there is one.
reading-offline-lead = There is no connection to your newspaper just now, and this page is not kept in this browser. These are:
reading-manifest = Your own newspaper

reading-close = Close
reading-keys = Keys
keys-move = Moving
keys-next = The next one; on an article’s page the next article
keys-previous = The one before
keys-next-article = The next one, without opening it
keys-previous-article = The one before, without opening it
keys-open = Open; in the classic view where it stands (Enter does the same)
keys-original = Read at the outlet
keys-back = Back to the list
keys-leave = Close, leave the search box
keys-do = Doing
keys-read = Read or unread
keys-star = Star, or take it away
keys-save = Save to your first service
keys-all = Mark all as read
keys-undo = Undo that
keys-refresh = Load anew
keys-search = Search
keys-help = These keys
keys-go = Going
keys-go-front = Front page
keys-go-classic = Classic view
keys-go-unread = Unread
keys-go-starred = Starred
keys-go-all = All articles
keys-go-feeds = Feeds
keys-go-searches = Searches
keys-switch = They do nothing while you type, and can be switched off in { $a }your account{ $a_end }.
