### Einfache Listen von Artikeln.

lists-all = Alle Artikel
lists-more = Weitere Artikel
lists-mark-all = Alle als gelesen markieren
lists-feed-settings = Einstellungen dieses Feeds
lists-nothing = Hier steht noch nichts.
lists-all-read = Sie haben alles gelesen.
lists-no-stars = Sie haben sich noch nichts gemerkt. Was Sie sich merken, bleibt für immer.
lists-outlet-empty = Keiner Ihrer Feeds führt einen Artikel dieses Mediums.
lists-feed-empty = Dieser Feed hat noch nichts gebracht.
lists-no-article = Das Formular nennt keinen Artikel.
