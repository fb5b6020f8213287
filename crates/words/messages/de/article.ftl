### Ein Artikel, in Listen und auf seiner Seite.

article-by = Von { $names }
article-person-in = { $name } in { $place }
