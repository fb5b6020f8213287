### An article, in lists and on its page.

# $names is "Ida Quell and Tom Reyes".
article-by = By { $names }
# A contributor and where they worked from: "Ada Bly in Port Sarel".
article-person-in = { $name } in { $place }
