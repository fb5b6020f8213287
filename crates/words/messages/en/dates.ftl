### Moments, days, numbers with their nouns.

date-monday = Monday
date-tuesday = Tuesday
date-wednesday = Wednesday
date-thursday = Thursday
date-friday = Friday
date-saturday = Saturday
date-sunday = Sunday

date-january = January
date-february = February
date-march = March
date-april = April
date-may = May
date-june = June
date-july = July
date-august = August
date-september = September
date-october = October
date-november = November
date-december = December

# Short, as in a column of dates.
date-short-january = Jan
date-short-february = Feb
date-short-march = Mar
date-short-april = Apr
date-short-may = May
date-short-june = Jun
date-short-july = Jul
date-short-august = Aug
date-short-september = Sep
date-short-october = Oct
date-short-november = Nov
date-short-december = Dec

# Numbers in dates come as texts: $day "22", $year "2025", $time "14:02".
date-full = { $weekday }, { $day } { $month } { $year }
date-full-this-year = { $weekday }, { $day } { $month }
date-exact = { $weekday }, { $day } { $month } { $year }, { $time } { $zone }
# $time and $offset ("-05:00") are of the clock at the outlet.
date-exact-at-outlet = { $exact } ({ $time } at the outlet, UTC{ $offset })
date-short = { $day } { $month } { $year }
date-short-this-year = { $day } { $month }
date-today = Today
date-yesterday = Yesterday
date-on = on { $day } { $month } { $year }

# In a list, as short as can be.
date-now = now
date-short-minutes = { $n } min
date-short-hours = { $n } h
date-short-days = { $n } d

# In a sentence.
date-moment-ago = just now
date-in-moment = in a moment
date-minutes-ago = { $n ->
    [one] { $n } minute ago
   *[other] { $n } minutes ago
}
date-in-minutes = { $n ->
    [one] in { $n } minute
   *[other] in { $n } minutes
}
date-hours-ago = { $n ->
    [one] { $n } hour ago
   *[other] { $n } hours ago
}
date-in-hours = { $n ->
    [one] in { $n } hour
   *[other] in { $n } hours
}
date-days-ago = { $n ->
    [one] { $n } day ago
   *[other] { $n } days ago
}
date-in-days = { $n ->
    [one] in { $n } day
   *[other] in { $n } days
}

# A list of names: "A, B and C". $first holds all but the last, parted by commas.
list-and = { $first } and { $last }
