### Wie Seiten aussehen: das Feld „Aa“.

look-panel = : wie Seiten aussehen
look-theme = Farben
look-size = Schriftgröße
look-width = Breite
look-face = Schrift
look-theme-system = Wie das Gerät
look-theme-light = Hell
look-theme-dark = Dunkel
look-size-smallest = am kleinsten
look-size-small = klein
look-size-normal = normal
look-size-large = groß
look-size-largest = am größten
look-width-narrow = Schmal
look-width-normal = Normal
look-width-wide = Breit
look-face-serif = Serifen
look-face-sans = Serifenlos
