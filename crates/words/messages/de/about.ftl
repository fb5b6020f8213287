### Über Dateline.

about-title = Über Dateline
about-what = Dateline ist Ihre eigene Zeitung. Es fragt die Feeds ab, die Sie wählen, liest die Seiten, auf denen die Artikel stehen, bewahrt den Text auf und macht aus dem Neuesten eine Titelseite. Es läuft auf Ihrem Rechner, und was Sie lesen, erfährt sonst niemand.
about-articles = Jeder Artikel steht hier einmal, gleich in wie vielen Ihrer Feeds er vorkommt. Überschriften, Texte und Namen stammen von den Medien selbst; wurde ein Artikel nach der Veröffentlichung geändert, zeigt seine Seite, was. „Beim Medium lesen“ führt immer dorthin, wo er erschienen ist.
about-pictures = Bilder kommen über Dateline: Ein Medium sieht, dass es eines abruft, aber nicht, wer es wann und auf welcher Seite ansieht.
about-keys = Auf der Tastatur
about-key-jk = der nächste und der vorige Artikel einer Liste
about-key-o = ihn öffnen
about-key-v = den geöffneten Artikel beim Medium lesen
about-key-s = den geöffneten Artikel merken
about-key-m = den geöffneten Artikel als gelesen oder ungelesen markieren
about-version = Version { $version }
about-times = Zeiten stehen in { $zone }.
