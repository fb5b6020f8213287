### Was E-Mails und andere Meldungen sagen, außerhalb der Seiten.

mail-somebody-wants = Jemand möchte, dass Dateline Meldungen an diese Adresse schickt.
mail-confirm-here = Wenn Sie das sind, bestätigen Sie es hier: { $link }
mail-the-code = Der Code, nach dem die Seite der Meldungen fragt, lautet { $code }
mail-do-nothing = Wenn nicht, brauchen Sie nichts zu tun: Dann kommt hier keine Meldung an.
mail-is-this-yours = Ist das Ihre Adresse?
mail-reaches-you = Dateline erreicht Sie hier
mail-alerts-arrive = Diese Nachricht zeigt, dass Meldungen ankommen.
mail-new-articles = { $n ->
    [one] { $name }: { $number } neuer Artikel
   *[other] { $name }: { $number } neue Artikel
}
mail-more = { $n ->
    [one] Und { $number } weiterer.
   *[other] Und { $number } weitere.
}
mail-all = Alle ansehen
mail-day-and-time = { $day }. { $month }, { $time } Uhr
