### What e-mails and other alerts say, outside of the pages.

mail-somebody-wants = Somebody wants Dateline to send alerts to this address.
mail-confirm-here = If that is you, confirm it here: { $link }
mail-the-code = The code that the page of alerts asks for is { $code }
mail-do-nothing = If it is not you, do nothing: no alert is sent here then.
mail-is-this-yours = Is this your address?
mail-reaches-you = Dateline reaches you here
mail-alerts-arrive = This message shows that alerts arrive.
# $name is what its reader calls the alert; $number is $n as the tongue writes it.
mail-new-articles = { $n ->
    [one] { $name }: { $number } new article
   *[other] { $name }: { $number } new articles
}
# Stands below a list of articles; $number is $n as the tongue writes it.
mail-more = { $n ->
    [one] And { $number } more.
   *[other] And { $number } more.
}
# Leads to the page of all that was found.
mail-all = All of them
mail-day-and-time = { $day } { $month }, { $time }
