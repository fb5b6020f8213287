### Zeitpunkte, Tage, Zahlen mit ihren Wörtern.

date-monday = Montag
date-tuesday = Dienstag
date-wednesday = Mittwoch
date-thursday = Donnerstag
date-friday = Freitag
date-saturday = Samstag
date-sunday = Sonntag

date-january = Januar
date-february = Februar
date-march = März
date-april = April
date-may = Mai
date-june = Juni
date-july = Juli
date-august = August
date-september = September
date-october = Oktober
date-november = November
date-december = Dezember

date-short-january = Jan.
date-short-february = Feb.
date-short-march = März
date-short-april = Apr.
date-short-may = Mai
date-short-june = Juni
date-short-july = Juli
date-short-august = Aug.
date-short-september = Sept.
date-short-october = Okt.
date-short-november = Nov.
date-short-december = Dez.

date-full = { $weekday }, { $day }. { $month } { $year }
date-full-this-year = { $weekday }, { $day }. { $month }
date-exact = { $weekday }, { $day }. { $month } { $year }, { $time } { $zone }
date-exact-at-outlet = { $exact } (dort { $time } Uhr, UTC{ $offset })
date-short = { $day }. { $month } { $year }
date-short-this-year = { $day }. { $month }
date-today = Heute
date-yesterday = Gestern
date-on = am { $day }. { $month } { $year }

date-now = jetzt
date-short-minutes = { $n } Min.
date-short-hours = { $n } Std.
date-short-days = { $n } T.

date-moment-ago = gerade eben
date-in-moment = gleich
date-minutes-ago = { $n ->
    [one] vor { $n } Minute
   *[other] vor { $n } Minuten
}
date-in-minutes = { $n ->
    [one] in { $n } Minute
   *[other] in { $n } Minuten
}
date-hours-ago = { $n ->
    [one] vor { $n } Stunde
   *[other] vor { $n } Stunden
}
date-in-hours = { $n ->
    [one] in { $n } Stunde
   *[other] in { $n } Stunden
}
date-days-ago = { $n ->
    [one] vor { $n } Tag
   *[other] vor { $n } Tagen
}
date-in-days = { $n ->
    [one] in { $n } Tag
   *[other] in { $n } Tagen
}

list-and = { $first } und { $last }
