"""Makes reprints of real articles, has their copies found, and counts.

reprints.py PAGES.jsonl STREAM.jsonl… -- COMMAND…

PAGES has an article a line with `id`, `title` and `body`; the streams also have `story`. COMMAND
reads the requests of `dateline inspect stories --jsonl` and answers `copy_of`.
"""
import json
import os
import random
import re
import subprocess
import sys
from collections import defaultdict

SEED = 20_251_229
# Below this many words nothing is called a copy; see crates/story/src/copies.rs.
FEWEST_WORDS = 36

LEADS = [
    "{place}, {month} {day} (Northwire) - ",
    "{place} (Northwire) — ",
    "By Staff Reporters\n\n{month} {day}, 2:14 p.m. {place} — ",
]
BOILERPLATE = [
    "Reporting by Ann Sample in {place}; editing by John Doe. Our standards: the principles of trust "
    "by which all of our reporters work, everywhere and at any time.",
    "Copyright 2025 Northwire. All rights reserved. This material may not be published, broadcast, "
    "rewritten or redistributed without permission.",
    "Sign up for our morning newsletter and get the most important news of {place} every weekday "
    "before breakfast. You can end your subscription at any time.",
]


def paragraphs(text):
    return [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]


def framed(rng, text):
    names = {
        "place": rng.choice(["PORTO", "DULUTH", "GRAZ", "LEEDS"]),
        "month": rng.choice(["Nov", "Dec"]),
        "day": rng.randint(1, 28),
    }
    tail = rng.sample(BOILERPLATE, rng.randint(1, 2))
    return "\n\n".join([rng.choice(LEADS).format(**names) + text, *(part.format(**names) for part in tail)])


def cut(share):
    def make(rng, text):
        spaces = [match.start() for match in re.finditer(r"\s+", text)] + [len(text)]
        return text[: spaces[max(0, round(len(spaces) * share) - 1)]]

    return make


def excerpt(share):
    def make(rng, text):
        words = list(re.finditer(r"\S+", text))
        count = max(1, round(len(words) * share))
        first = rng.randrange(len(words) - count + 1)
        return text[words[first].start() : words[first + count - 1].end()]

    return make


def edit(share):
    def make(rng, text):
        vocabulary = re.findall(r"[^\W\d_]+", text)
        parts = re.split(r"(\s+)", text)
        for at in range(0, len(parts), 2):
            if parts[at] and rng.random() < share:
                how = rng.random()
                if how < 0.7:
                    parts[at] = rng.choice(vocabulary)
                elif how < 0.85:
                    parts[at] = ""
                else:
                    parts[at] += " " + rng.choice(vocabulary)
        return "".join(parts)

    return make


def shuffled(rng, text):
    parts = paragraphs(text)
    rng.shuffle(parts)
    return "\n\n".join(parts)


def dropped(rng, text):
    parts = paragraphs(text)
    kept = [part for part in parts if rng.random() < 0.7] or parts[:1]
    return "\n\n".join(kept)


def both(*steps):
    def make(rng, text):
        for step in steps:
            text = step(rng, text)
        return text

    return make


# name, maker, the share that has to be found
KINDS = [
    ("lead and boilerplate added", framed, 0.99),
    ("cut to 60 %", cut(0.6), 0.99),
    ("cut to 30 %", cut(0.3), 0.99),
    ("30 % from anywhere", excerpt(0.3), 0.99),
    ("5 % of the words edited", edit(0.05), 0.99),
    ("15 % of the words edited", edit(0.15), 0.95),
    ("paragraphs shuffled", shuffled, 0.99),
    ("paragraphs dropped", dropped, 0.99),
    ("shuffled and dropped", both(dropped, shuffled), 0.99),
    ("5 % edited, 60 %, framed", both(edit(0.05), cut(0.6), framed), None),
    ("15 % edited, 30 %, framed", both(edit(0.15), cut(0.3), framed), None),
]


def ask(command, articles):
    """The other article that each is called a copy of, by id."""
    requests = "".join(
        json.dumps({"id": a["id"], "published": 1_766_000_000 + n, "title": a["title"], "text": a["body"]}) + "\n"
        for n, a in enumerate(articles)
    )
    answers = subprocess.run(command, input=requests, capture_output=True, text=True, check=True).stdout
    found = {}
    for line in answers.splitlines():
        answer = json.loads(line)
        found[answer["id"]] = answer["copy_of"]
    assert len(found) == len(articles), "an article without an answer, or two with one id"
    return found


def groups(found):
    """The group of copies that each article is in."""
    parent = {article: article for article in found}

    def root(article):
        while parent[article] != article:
            article = parent[article]
        return article

    for article, other in found.items():
        if other is not None:
            parent[root(article)] = root(other)
    return {article: root(article) for article in found}


def words(text):
    return len(re.findall(r"[^\W_]+", text))


def reprints(pages, command):
    known = groups(ask(command, pages))
    by_id = {page["id"]: page for page in pages}
    alike = defaultdict(list)
    for page, group in known.items():
        alike[group].append(page)
    doubles = [group for group in alike.values() if len(group) > 1]
    print(f"{len(doubles)} texts stand more than once among the pages; those with different titles:")
    for group in doubles:
        titles = sorted({by_id[page]["title"][:70] for page in group})
        if len(titles) > 1:
            print("   ", " = ".join(titles))
    # A reprint of a page that stands twice may rightly be called a copy of either.
    pages = [by_id[group[0]] for group in alike.values()]
    passed = True
    print(f"\n{'reprints of ' + str(len(pages)) + ' pages':32} {'found':>7} {'short':>6} {'false':>6}  goal")
    for name, make, goal in KINDS:
        rng = random.Random(f"{SEED} {name}")
        stream = []
        for page in pages:
            copy = dict(page, id="copy of " + page["id"], title="", body=make(rng, page["body"]))
            # The reprint is often the one that is seen first.
            stream += [page, copy] if rng.random() < 0.5 else [copy, page]
        rng.shuffle(stream)
        short = sum(words(a["body"]) < FEWEST_WORDS for a in stream if a["title"] == "")
        group = groups(ask(command, stream))
        missed = [page["id"] for page in pages if group[page["id"]] != group["copy of " + page["id"]]]
        if "VERBOSE" in os.environ:
            print(*(f"    missed: {page}" for page in missed), sep="\n")
        members = defaultdict(set)
        for article, of in group.items():
            members[of].add(article.removeprefix("copy of "))
        false = sum(len(of) - 1 for of in members.values())
        share = 1 - len(missed) / len(pages)
        good = (goal is None or share >= goal) and false == 0
        passed &= good
        print(f"{name:32} {share:7.2%} {short:6} {false:6}  {'' if goal is None else f'{goal:.0%}'} {'' if good else 'MISSED'}")
    print("short: reprints of under", FEWEST_WORDS, "words, which count as not found; false: pages taken for another's copy")
    return passed


def independent(path, command):
    """Prints every pair of a labelled stream that is called a copy, to be judged by eye."""
    articles = [json.loads(line) for line in open(path, encoding="utf-8")]
    by_id = {article["id"]: article for article in articles}
    found = ask(command, articles)
    pairs = [(by_id[a], by_id[b]) for a, b in found.items() if b is not None]
    in_one = sum(a["story"] == b["story"] for a, b in pairs)
    print(f"\n{path}: {len(articles)} articles, {in_one} copies within a story, {len(pairs) - in_one} across stories")
    for a, b in pairs:
        mark = " " if a["story"] == b["story"] else "!"
        print(f"{mark} {words(a['body']):5} {words(b['body']):5}  {a['id'][:12]} {b['id'][:12]}  {a['title'][:50]!r} {b['title'][:50]!r}")


def main():
    arguments, command = sys.argv[1 : sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1 :]
    pages = [json.loads(line) for line in open(arguments[0], encoding="utf-8")]
    passed = reprints(pages, command)
    for stream in arguments[1:]:
        independent(stream, command)
    sys.exit(0 if passed else 1)


main()
