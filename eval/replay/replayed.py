"""Prints the folder "Replay" of the list of subscriptions at an address, as a list of its own."""

import sys
import urllib.request
import xml.etree.ElementTree as tree

opml = tree.fromstring(urllib.request.urlopen(sys.argv[1]).read())
body = opml.find("body")
for folder in list(body):
    if folder.get("text") != "Replay":
        body.remove(folder)
print(tree.tostring(opml, encoding="unicode"))
