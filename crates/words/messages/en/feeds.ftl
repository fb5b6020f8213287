### Feeds and all about them.

feeds-move-in = { $a }Move in with what you read and starred{ $a_end }, from FreshRSS, Miniflux, Feedly, Inoreader and others.
