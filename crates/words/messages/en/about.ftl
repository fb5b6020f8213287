### About Dateline.

about-title = About
about-what = Dateline is your own newspaper. It polls the feeds you choose, reads the pages their articles stand on, keeps the text, and lays the newest out as a front page. It runs on your machine, and what you read is known to nobody else.
about-articles = An article stands here once, however many of your feeds carry it. Headlines, texts and names are the outlets’ own; where an article was changed after it was published, its page shows what. “Read at the outlet” always leads to where it was published.
about-pictures = Pictures come through Dateline: an outlet sees that it asks for one, but not who looks, when, or on which page.
about-keys = On the keyboard
about-key-jk = the next and the previous article of a list
about-key-o = open it
about-key-v = read the opened article at its outlet
about-key-s = star the opened article
about-key-m = mark the opened article as read or unread
about-version = Version { $version }
about-times = Times are told in { $zone }.
