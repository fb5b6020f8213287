"""ask.py BIN QUERIES: asks each query and counts those whose article is among the first three."""

import json
import subprocess
import sys

binary, queries = sys.argv[1:]


def search(words):
    command = [binary, "search", "--best", "-n", "3", "--json", "--", words]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


asked = found = 0
for line in open(queries, encoding="utf-8"):
    query, wanted = line.rstrip("\n").split("\t")
    asked += 1
    answer = search(query)
    # What a person would take who sees nothing but an offer.
    if answer["total"] == 0 and answer["instead"]:
        answer = search(answer["instead"]["query"])
    titles = [article["title"] for article in answer["articles"]]
    if any(wanted in title for title in titles):
        found += 1
    else:
        print(f"missed: {query}: {titles}, not {wanted}")
print(f"{found} of {asked} queries have their article among the first three")
sys.exit(0 if found * 100 >= asked * 95 else 1)
