#!/usr/bin/env python3
"""background.py DATA: the articles whose words are counted, a JSON object a line. See data.py for
what they are."""
import json, sys
import data

for article in data.background(sys.argv[1]):
    print(json.dumps(article))
