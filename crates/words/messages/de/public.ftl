### Die öffentliche Zeitung, und was Admins über sie entscheiden.

public-newspaper = Öffentliche Zeitung

# Die öffentlichen Seiten. Sie sprechen zu allen in einer Sprache, die ein Admin gewählt hat.
public-sign-in = Anmelden
public-description = Die Geschichten von jetzt, erzählt in Schlagzeilen, die zu denen führen, die berichtet haben.
public-section-description = { $section }: die Geschichten von jetzt, erzählt in Schlagzeilen, die zu denen führen, die berichtet haben.
public-story-description = Was Medien über ein Ereignis berichten.
public-outlet-description = Schlagzeilen, die zu { $outlet } führen.
public-more-stories = Weitere Geschichten
public-and-more = und { $n } weitere
public-nothing-yet = Hier steht noch nichts.
public-articles = { $n } Artikel
public-outlets = { $n ->
    [one] { $n } Medium
   *[other] { $n } Medien
}
# "7 Artikel von 5 Medien"
public-size = { $articles } von { $outlets }
public-size-copies = { $copies ->
    [one] { $size }, dazu { $copies } mit dem Text eines anderen
   *[other] { $size }, dazu { $copies } mit dem Text eines anderen
}
# $opened und $grown sind Zeitpunkte: "vor 2 Stunden".
public-since = { $size } · begonnen: { $opened } · zuletzt gewachsen: { $grown }
# Namen von Medien mit Links folgen.
public-same-text-at = Derselbe Text bei
# Eine Schlagzeile mit Link folgt.
public-same-text-as = Derselbe Text wie
public-copy-of = Eine Kopie von
public-read-at = Weiterlesen bei { $outlet }
public-all-of-story = Alles, was über dieses Ereignis berichtet wird
public-footer = Schlagzeilen und erste Worte stammen von den Medien und führen dorthin, wo sie veröffentlicht wurden; mehr von einem Artikel wird hier nicht gezeigt. { $a }Für Verlage{ $a_end }: Schreiben Sie an { $c }{ $contact }{ $c_end }, und ein Medium wird sofort entfernt.
public-as-feed = Diese Seite als Feed:

public-about = Für Verlage
public-about-description = Was diese Zeitung von Artikeln zeigt, und wie ein Medium entfernt wird.
public-about-lead = { $name } entsteht mit Dateline, einem Programm, das die Feeds von Medien liest, herausfindet, welche Artikel vom selben Ereignis handeln, und ihre Schlagzeilen auf eine Seite stellt. Es schickt Leserinnen und Leser zu Ihnen.
public-about-shown = Was von einem Artikel gezeigt wird
public-about-shown-headline = Seine Schlagzeile, der Name Ihres Mediums, das Datum und ein Link zu Ihrer Seite, die als die maßgebliche genannt wird.
public-about-shown-words = Höchstens 300 Zeichen von seinem Anfang, wie Ihr eigener Feed sie gibt, in ganzen Wörtern. Nie der ganze Text, und keine Bilder.
public-about-obeyed = Was befolgt wird
public-about-robots = { $c }robots.txt{ $c_end } bei jeder Seite, die abgerufen wird.
public-about-directives = { $c }nosnippet{ $c_end } und { $c }max-snippet{ $c_end } im Element { $c }robots{ $c_end } einer Seite oder in ihrem Kopf { $c }X-Robots-Tag{ $c_end }: Dann werden weniger Wörter gezeigt oder keine. { $c }noindex{ $c_end }: Dann steht der Artikel hier gar nicht; { $c }unavailable_after{ $c_end }: von diesem Zeitpunkt an nicht mehr. { $c }noarchive{ $c_end }: Dann wird keine frühere Fassung seines Textes aufbewahrt.
public-about-mining = Ein Vorbehalt für Text- und Data-Mining ({ $c }tdm-reservation{ $c_end } als Element oder Kopf oder { $c }/.well-known/tdmrep.json{ $c_end }) und Lizenzbedingungen für Programme (RSL, genannt in { $c }robots.txt{ $c_end }, in einem Kopf oder auf der Seite): Dann stehen Schlagzeile und Link allein. Verbieten die Lizenzbedingungen die Nutzung { $c }search{ $c_end } oder { $c }all{ $c_end }, dann steht der Artikel hier gar nicht.
public-about-known = Was eine Seite verlangt, ist bekannt, sobald sie gelesen wurde; eine Änderung zeigt sich, wenn sie wieder gelesen wird. Was eine Website in eigenen Dateien verlangt, wird einmal am Tag nachgefragt.
public-about-removed = Wie man entfernt wird
public-about-removed-text = Schreiben Sie an { $c }{ $contact }{ $c_end } und nennen Sie Ihr Medium oder seine Domain. Wer diese Zeitung betreibt, entfernt ein Medium mit einem Klick, sofort und von allen Seiten und Feeds. Eine Begründung ist nicht nötig.

# Was Admins entscheiden.
publish-forbidden = Die Einstellungen dieser Instanz erlauben keine öffentliche Zeitung ({ $c }public.newspaper{ $c_end }).
publish-is-on = { $feeds ->
    [one] Sie ist eingeschaltet: Alle können sie unter { $a }/public{ $a_end } sehen, ohne sich anzumelden. { $feeds } Feed steht darin.
   *[other] Sie ist eingeschaltet: Alle können sie unter { $a }/public{ $a_end } sehen, ohne sich anzumelden. { $feeds } Feeds stehen darin.
}
publish-by-setting = So wollen es die Einstellungen ({ $c }public.newspaper{ $c_end }).
publish-switch-off = Ausschalten
publish-is-off = Sie ist ausgeschaltet: Wer nicht angemeldet ist, sieht nichts von dem, was diese Instanz liest.
publish-waits = Sie ist eingeschaltet und wird gezeigt, sobald Verlage eine Adresse haben, an die sie schreiben können.
publish-means = Was das bedeutet
publish-means-anybody = Jeder im Netz kann sehen, welche Medien hier stehen, ihre Schlagzeilen und die Geschichten, die Dateline daraus bildet. Suchmaschinen dürfen die Seiten aufnehmen.
publish-means-shown = Von einem Artikel werden die Schlagzeile gezeigt, höchstens 300 Zeichen, die der eigene Feed des Mediums gibt, und der Link zum Medium. Kein ganzer Text, kein Bild und keine Kopie fremder Arbeit erreicht jemanden, der nicht angemeldet ist.
publish-means-law = Schlagzeilen und Auszüge sind die Arbeit anderer. In manchen Ländern müssen Verlage gefragt oder bezahlt werden, wenn mehr als einzelne Wörter von ihnen gezeigt werden, vor allem von denen, die damit Geld verdienen. Sie sind es, der sie zeigt: Informieren Sie sich, was für Sie gilt.
publish-means-you = Nur die Feeds, die Sie oben auswählen, stehen darin. Welche Feeds Sie auswählen, ist zu sehen, und sonst nichts von Ihnen: nicht, was Sie lesen, merken, suchen oder behalten, kein Ordner, den Sie nicht benennen, kein Name eines Kontos.
publish-means-removal = Verlage finden Ihre Adresse auf jeder Seite. Wenn einer Sie darum bittet, entfernen Sie ihn: Ein Klick unten nimmt ihn sofort überall heraus. Seiten, die andere für eine Minute aufbewahren, zeigen ihn womöglich noch so lange.
publish-understood = Ich habe das gelesen, und ich bin es, der veröffentlicht
publish-switch-on = Einschalten
publish-naming = Ihr Name, ihre Sprache, und wohin Verlage schreiben
publish-name = Name
publish-tongue = Sprache ihrer eigenen Worte
publish-tongue-hint = Dieselbe für alle. Schlagzeilen bleiben in der Sprache, in der sie geschrieben wurden.
publish-contact-by-setting = Verlage schreiben an { $contact }, wie es die Einstellungen sagen ({ $c }public.contact{ $c_end }).
publish-contact = Adresse für Verlage
publish-contact-hint = Eine E-Mail-Adresse oder die einer Webseite. Sie steht auf jeder öffentlichen Seite, und ohne sie wird nichts gezeigt.
publish-save = Speichern
publish-feeds = Was darin steht
publish-no-feeds = Sie haben noch keine Feeds abonniert.
publish-of-folder = { $chosen } von { $feeds } öffentlich
publish-section = Steht im Ressort
publish-feeds-of = Öffentliche Feeds: { $folder }
publish-choose = Diese Feeds öffentlich machen, und keine anderen
publish-remove-title = Ein Medium entfernen
publish-remove-lead = Es verschwindet sofort von allen öffentlichen Seiten und Feeds. Für angemeldete Leserinnen und Leser ändert sich nichts.
publish-domain = Seine Domain
publish-remove = Entfernen
publish-outlets = Die Medien, die darin stehen
# Für Vorleseprogramme folgt der Name des Mediums.
publish-remove-this = Entfernen
publish-removed-title = Entfernt
publish-removed-since = entfernt: { $when }
publish-return = Wieder zulassen
publish-log = Was getan wurde
publish-to-account = Ihr Konto
publish-no-folder = Ohne Ordner
publish-others = Von einem anderen Admin ausgewählt
publish-login = mit Zugangsdaten geöffnet: nie öffentlich
publish-key = die Adresse enthält womöglich einen Schlüssel: Prüfen Sie das, bevor Sie ihn auswählen
publish-some-feed = ein Feed
publish-done-on = Die öffentliche Zeitung ist eingeschaltet. Alle können sie jetzt sehen.
publish-done-off = Die öffentliche Zeitung ist ausgeschaltet. Niemand sieht sie mehr.
publish-done-named = Gespeichert.
publish-done-chosen = Gespeichert. Was nicht ausgewählt ist, steht auf keiner öffentlichen Seite.
publish-done-removed = Das Medium ist von allen öffentlichen Seiten und Feeds entfernt.
publish-done-returned = Das Medium darf wieder gezeigt werden.
publish-not-allowed = Die Einstellungen dieser Instanz erlauben keine öffentliche Zeitung.
publish-wants-contact = Verlage brauchen eine Adresse, an die sie schreiben können: Geben Sie zuerst eine an.
publish-wants-consent = Bestätigen Sie, dass Sie gelesen haben, was das bedeutet.
publish-bad-contact = Die Adresse für Verlage ist weder eine E-Mail-Adresse noch die einer Webseite.
publish-bad-domain = Nennen Sie das Medium mit seiner Domain, etwa „example.com“.
publish-log-on = { $who } hat sie eingeschaltet
publish-log-off = { $who } hat sie ausgeschaltet
publish-log-chosen = { $n ->
    [one] { $who } hat { $n } Feed öffentlich gemacht
   *[other] { $who } hat { $n } Feeds öffentlich gemacht
}
publish-log-removed = { $who } hat { $outlet } entfernt
publish-log-returned = { $who } hat { $outlet } wieder zugelassen
publish-somebody = jemand, der nicht mehr da ist
