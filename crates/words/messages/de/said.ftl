### Who said what.

said-title = Wer was sagt
said-show = Wer was sagt
said-hide = Nur der Text
said-none = In diesem Text fand sich keine Äußerung, die sicher genug ist, um gezeigt zu werden.
said-others = Andere
said-nobody = Jemand, den der Text nicht nennt

said-says = sagt
said-accuses = beschuldigt
said-denies = bestreitet
said-rebuts = weist zurück
said-criticises = kritisiert
said-demands = fordert
said-promises = verspricht
said-offers = bietet an
said-predicts = erwartet
said-warns = warnt
said-threatens = droht
said-agrees = stimmt zu
said-refuses = lehnt ab
said-asks = fragt
said-declined-on = wollte sich nicht äußern ({ $day })
said-declined = wollte sich nicht äußern
said-no-evidence-on = legte keine Belege vor (Stand des Berichts { $day })
said-no-evidence = legte keine Belege vor
said-no-response-on = antwortete nicht (Stand des Berichts { $day })
said-no-response = antwortete nicht
said-article-also = Im Artikel steht dazu
said-disputed = Bestritten:

said-in-text = im Text
said-cite = zitieren
said-others-word-it = { $n ->
    [one] Wie es 1 anderer Artikel schreibt
   *[other] Wie es { $n } andere Artikel schreiben
}
said-more = { $n ->
    [one] 1 weitere zeigen
   *[other] { $n } weitere zeigen
}
said-report = Als falsch melden

said-one = Eine Äußerung
said-one-in = Berichtet in
said-one-sure = zu { $percent } Prozent sicher
said-cite-title = Zitieren
said-cite-text = Text
said-report-title = Stimmt das nicht?
said-report-why = Was falsch ist (kann leer bleiben)
said-report-hint = Für Sie verschwindet die Äußerung sofort, für alle hier, sobald die Verwaltung oder jemand Zweites sie meldet. Ihr Wortlaut bleibt als Testfall erhalten, ohne Ihren Namen.
said-reported-title = Gemeldet
said-reported-text = Sie ist für Sie von nun an verborgen, wo immer sie steht. Niemand hier sieht sie mehr, sobald die Verwaltung oder jemand Zweites zustimmt.
said-reported-back = Zurück
said-reported-undo = Rückgängig machen

said-person-how = Was Artikel Ihrer Feeds berichten, nach Regeln gefunden und von niemandem geprüft. Wer denselben Namen und ein passendes Amt hat, gilt als eine Person.
said-person-namesakes = Andere dieses Namens, vielleicht jemand anderes:
said-person-no-role = kein Amt genannt
said-person-report = Diese Seite als falsch melden

said-search-said = said:"Sergei Lavrov" Gas
said-search-said-means = Artikel, die Worte von jemandem berichten und die anderen Wörter enthalten
said-search-acts-mean = in denen jemand etwas bestreitet, jemanden beschuldigt oder sich nicht äußerte
said-filter = Wer sprach
