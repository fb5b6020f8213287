### What a person's feeds bring and what they read of it.

statistics-title = Statistics
statistics-lead = Only you see this, and nothing of it is sent anywhere. It is counted now, from when articles were marked as read; no other record of your reading is kept. What was marked in one go, or by an app for several articles at once, does not count as opened.
statistics-periods = Time
statistics-days = The last { $n ->
    [one] day
   *[other] { $n } days
}
statistics-capped = So much came in this time that only the latest 100,000 entries are counted.
statistics-nothing = Nothing to count in this time.
statistics-table = The numbers as a table
statistics-csv = As a CSV file

statistics-opened = What you opened
statistics-opened-note = { $n ->
    [one] { $n } article was opened in this time.
   *[other] { $n } articles were opened in this time.
}
statistics-opened-column = Opened
statistics-day = Day
statistics-week = Week from
statistics-hours = When you read
statistics-hours-note = By weekday and hour: the darker, the more articles were opened.
statistics-weekday = Weekday
statistics-sections = What you read, by section
statistics-sections-note = Articles opened, by the folder of the feed that carries them.
statistics-section = Section
statistics-no-folder = Without a folder
statistics-outlets = What you read, by outlet
statistics-outlets-note = Articles opened, by who published them.
statistics-outlet = Outlet
# "Earliest that we saw" is not "first": only feeds that were polled often enough can tell.
statistics-earliest = Whose report was the earliest that we saw
statistics-earliest-note = It can be told of { $told } of { $stories } stories with several outlets: only where the other outlets' feeds were polled in between. Who was really first, nobody can see from feeds.
statistics-earliest-column = Stories
statistics-copies = How much has the text of another
statistics-copies-note = { $copies } of { $articles } articles have the same text as another one.
statistics-brought = Brought
statistics-copies-column = With another's text
statistics-share = Share
statistics-feeds = What feeds bring, and what you open of it
statistics-feeds-note = The table begins with feeds that bring much of which you open nothing. A remark stands with those of at least { $many } entries: perhaps you do not miss them.
statistics-feed = Feed
statistics-remark = Remark
statistics-drop = none opened
statistics-troubled = Silent or broken
statistics-troubled-note = Feeds that fail, and feeds that have brought nothing for a month.
statistics-latest = Latest entry
statistics-never = none yet
statistics-silent = nothing new for a month
statistics-fails = { $error }; fails since { $since }

statistics-feeds-brought = What your feeds bring
statistics-feeds-brought-note = How many entries each of them brought in this time.
statistics-counting = Whether your reading is counted
statistics-counting-is-on = With every article that you open, Dateline keeps when you did. From that these pictures are counted, and from nothing else.
statistics-counting-is-off = Your reading is not counted. When you opened an article is forgotten a day later, for until then marks can be undone; that you read it stays, and on which day that changed, so that your reader apps learn of it.
statistics-count-off = Stop counting, and forget when I read
statistics-count-on = Count again from now on
statistics-done-forgotten = Your reading is not counted any more, and when you read is forgotten within a day.
statistics-done-counts = Your reading is counted from now on.
