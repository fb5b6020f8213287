### Feeds und was dazugehört.

feeds-move-in = { $a }Ziehen Sie mit allem um, was Sie gelesen und gemerkt haben{ $a_end }: von FreshRSS, Miniflux, Feedly, Inoreader und anderen.
