### Who said what. Careful words: nobody is made to have said more than a text says.

said-title = Who said what
said-show = Who said what
said-hide = Only the text
said-none = No statement was found in this text that is sure enough to be shown.
# Above the statements of those of whom no country is known.
said-others = Others
# Where quoted words have no speaker that the text names.
said-nobody = Somebody the text does not name

# After a name: "Anna Lind says".
said-says = says
said-accuses = accuses
said-denies = denies
said-rebuts = rejects
said-criticises = criticises
said-demands = demands
said-promises = promises
said-offers = offers
said-predicts = expects
said-warns = warns
said-threatens = threatens
said-agrees = agrees
said-refuses = refuses
said-asks = asks
# $day is "on 29 December 2025".
said-declined-on = declined to comment ({ $day })
said-declined = declined to comment
said-no-evidence-on = gave no evidence (as of the report { $day })
said-no-evidence = gave no evidence
said-no-response-on = did not answer (as of the report { $day })
said-no-response = did not answer
# Before a sentence that answers a claim, where it is not sure enough who says it.
said-article-also = The article also says
# Before the sentence of a denial that stands below an excerpt.
said-disputed = Disputed:

said-in-text = in the text
said-cite = cite
said-others-word-it = { $n ->
    [one] How 1 other article words it
   *[other] How { $n } other articles word it
}
said-more = { $n ->
    [one] Show 1 more
   *[other] Show { $n } more
}
said-report = Report as wrong

said-one = A statement
said-one-in = Reported in
said-one-sure = sure to { $percent } per cent
said-cite-title = Cite it
said-cite-text = Text
said-report-title = Is it wrong?
said-report-why = What is wrong (may be left empty)
said-report-hint = It vanishes for you at once, and for everybody here once an administrator or a second reader reports it. Its words are kept as a case for tests, without your name.
said-reported-title = Reported
said-reported-text = It is hidden from you from now on, wherever its words stand. Nobody here sees it once an administrator or a second reader agrees.
said-reported-back = Go back
said-reported-undo = Undo

said-person-how = What articles in your feeds report, found by rules and not checked by a person. Who has the same name and a role that agrees is taken for one person.
said-person-namesakes = Others of this name, who may be somebody else:
said-person-no-role = no role named
said-person-report = Report this page as wrong

# What can be typed into the search box; said: stays as it is.
said-search-said = said:"Sergei Lavrov" gas
said-search-said-means = articles that report words of somebody, and have the other words
said-search-acts-mean = in which somebody denies something, accuses somebody, or did not comment
said-filter = Who spoke
