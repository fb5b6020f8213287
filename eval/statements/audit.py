"""audit.py FOLDER --seed N: draws shown statements to be read by a person, each with the text around it.

FOLDER has pages: `gold.jsonl` with "id" and "url" and "html/ID.html.gz", or `articles.jsonl` with "id",
"url", "title", "date", "language" and "text". Pages are read by `dateline inspect page`, statements are
found by the example `inspect_statements` with title, date and language. The draw goes round the outlets
in an order that the seed gives, one statement of one of its articles from each, until there are enough.

  --seed N        of the draw; the same seed draws the same statements as long as they are found
  --count N       so many statements (200)
  --language L    of articles whose language begins so (en)
  --acts A,B      only statements that do this
  --table         rows for a document instead: no more of a text than eight words
  --verdicts F    lines "number verdict [remark]" for the rows; what has none is right

BIN     the program, for pages (target/release/dateline)
FINDER  the example (target/release/examples/inspect_statements)
"""
import argparse
import collections
import json
import os
import pathlib
import random
import subprocess
import urllib.parse

SHOWN = 0.5
ENOUGH_AROUND = 170


def run(program, *arguments, requests, folder="."):
    lines = "".join(json.dumps(request) + "\n" for request in requests)
    ran = subprocess.run([program, *arguments], input=lines, capture_output=True, text=True, cwd=folder, check=False)
    return [json.loads(line) for line in ran.stdout.split("\n") if line]


def articles(folder):
    """The articles of the folder: a list of objects with id, url, title, date, language, text."""
    ready = folder / "articles.jsonl"
    if ready.exists():
        return [json.loads(line) for line in ready.open(encoding="utf-8")]
    gold = [json.loads(line) for line in (folder / "gold.jsonl").open(encoding="utf-8")]
    requests = [{"id": page["id"], "path": f"html/{page['id']}.html.gz", "url": page["url"]} for page in gold]
    program = os.path.abspath(os.environ.get("BIN", "target/release/dateline"))
    urls = {page["id"]: page["url"] for page in gold}
    pages = run(program, "inspect", "page", "--jsonl", requests=requests, folder=folder)
    return [
        {"id": page["id"], "url": urls[page["id"]], "title": page["title"], "date": page["date_published"],
         "language": page["language"], "text": page["text"]}
        for page in pages if page.get("ok") and page.get("text")
    ]


def outlet(article):
    host = urllib.parse.urlsplit(article["url"]).hostname or article["url"]
    return host.removeprefix("www.")


def draw(found, seed, count):
    """Statements in turn from each outlet: a list of (article, statement, how many its article shows)."""
    chance = random.Random(seed)
    by_outlet = collections.defaultdict(dict)
    for article, statements in found:
        if statements:
            by_outlet[outlet(article)][article["id"]] = (article, statements[:], len(statements))
    outlets = sorted(by_outlet)
    chance.shuffle(outlets)
    drawn = []
    while outlets and len(drawn) < count:
        for name in outlets[:]:
            of_outlet = by_outlet[name]
            article, statements, all_shown = of_outlet[chance.choice(sorted(of_outlet))]
            drawn.append((article, statements.pop(chance.randrange(len(statements))), all_shown))
            if not statements:
                del of_outlet[article["id"]]
            if not of_outlet:
                outlets.remove(name)
            if len(drawn) == count:
                break
    return drawn


def words(text, spans):
    return " ".join(text[span["start"]:span["end"]] for span in spans)


def to_read(number, article, statement):
    """The statement in its text: ⟦what is said⟧, ‹cue›, {speaker}."""
    text = article["text"]
    marks = [(span["start"], 1, "⟦") for span in statement["content"]]
    marks += [(span["end"], 0, "⟧") for span in statement["content"]]
    for key, (opening, closing) in (("cue", "‹›"), ("speaker", "{}")):
        if statement[key]:
            marks += [(statement[key]["start"], 2, opening), (statement[key]["end"], 0, closing)]
    first, last = min(at for at, _, _ in marks), max(at for at, _, _ in marks)
    start, end = max(0, first - ENOUGH_AROUND), min(len(text), last + 70)
    shown = text[start:end]
    for at, _, mark in sorted(marks, reverse=True):
        shown = shown[:at - start] + mark + shown[at - start:]
    speaker = statement["speaker"] or {"name": "-"}
    shown = " ¶ ".join(shown.split("\n\n")).replace("\n", " ")
    return (f"[{number}] {outlet(article)} {article['id'][:8]} | {speaker['name']}"
            f"{' (' + statement['role'] + ')' if statement.get('role') else ''} | {statement['kind']} {statement['act']} "
            f"{statement['confidence']:.2f}{' answers' if statement['answers'] is not None else ''}\n   …{shown}…\n")


def to_row(number, article, statement, verdict):
    text = article["text"]
    cell = lambda value: " ".join(value.replace("|", "/").split())
    speaker = statement["speaker"]["name"] if statement["speaker"] else "–"
    cue = words(text, [statement["cue"]]) if statement["cue"] else "–"
    said = cell(words(text, statement["content"])).split(" ")
    few = " ".join(said[:8]) + (" …" if len(said) > 8 else "")
    return (f"| {number} | {outlet(article)} {article['id'][:8]} | {cell(speaker)[:60]} | {cell(cue)[:40]} "
            f"| {statement['act']} | {few[:90]} | {verdict} |")


def main():
    parser = argparse.ArgumentParser(usage=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--language", default="en")
    parser.add_argument("--acts", default="")
    parser.add_argument("--table", action="store_true")
    parser.add_argument("--verdicts", type=pathlib.Path)
    asked = parser.parse_args()
    texts = [article for article in articles(asked.folder) if (article["language"] or "").lower().startswith(asked.language)]
    finder = os.path.abspath(os.environ.get("FINDER", "target/release/examples/inspect_statements"))
    found = []
    for article, answer in zip(texts, run(finder, requests=texts)):
        shown = [one for one in answer["statements"] if one["confidence"] >= SHOWN]
        found.append((article, [one for one in shown if not asked.acts or one["act"] in asked.acts.split(",")]))
    drawn = draw(found, asked.seed, asked.count)
    print(f"<!-- {len(texts)} articles, {sum(len(statements) for _, statements in found)} statements shown, "
          f"{len({outlet(article) for article, statements in found if statements})} outlets; seed {asked.seed} -->")
    verdicts = {}
    if asked.verdicts:
        for line in asked.verdicts.read_text(encoding="utf-8").splitlines():
            number, _, verdict = line.partition(" ")
            verdicts[int(number)] = verdict
    for number, (article, statement, _) in enumerate(drawn, 1):
        if asked.table:
            print(to_row(number, article, statement, verdicts.get(number, "right")))
        else:
            print(to_read(number, article, statement))


main()
