### Plain lists of articles.

lists-all = All articles
lists-more = More articles
lists-mark-all = Mark all as read
lists-feed-settings = Settings of this feed
lists-nothing = Nothing stands here yet.
lists-all-read = You have read everything.
lists-no-stars = You have not starred anything yet. A star keeps an article for good.
lists-outlet-empty = None of your feeds carries an article of this outlet.
lists-feed-empty = This feed has brought nothing yet.
lists-no-article = The form names no article.
