"""learn.py PROGRAM GUM OUT: learns how sure statements are, from GUM.

PROGRAM reads requests as `dateline inspect statements --jsonl` does and also prints the signs of each
statement. Its statements on GUM's texts are compared with GUM's syntax and discourse (gum.py); a sum of
weights is fitted to tell those that are just right. GUM is small, so every weight is pulled towards
what was set by judgement beforehand (PRIOR), the more the fewer statements show the sign. Prints how
sure and how often right they are, each text weighed by what the others teach.
"""
import collections
import json
import math
import subprocess
import sys

import gum

# Judgement, in log odds: what is quoted and what a clause with "that" follows is surest; a noun as
# object is often no report of words; each doubt counts against.
PRIOR = {
    "always": 0.9,
    "quote before": 2.2, "quote after": 1.4, "that": 0.8, "bare clause": 0.4, "clause before": 0.6,
    "clause around": 0.4, "question": 0.3, "to": -0.8, "object to": -0.6, "noun": -1.0, "led": -1.0,
    "named": 0.8, "claim": 1.5, "nominal": -1.6, "according": -0.4, "silence": 1.2, "colon": -1.6,
    "mostly says": -1.5, "stance": -2.0, "mostly says, quoted": -0.8, "stance, quoted": -0.8,
    "behind": 0.2, "relative": -0.6, "shared": -0.8, "participle": -0.6,
    "it or they": -0.6, "no third person": -1.5, "document": -0.4, "nameable": -0.4, "other noun": -1.3,
    "people in general": -0.3, "base form": -0.3, "plain verb": 0.7, "progressive": -0.4,
    "a doubt": -2.0, "two doubts": -1.5, "three doubts": -1.5, "few words": -0.6, "floating": -1.2, "of a claim": 1.5,
    # German and French are read by tables alone; nothing was learned of them.
    "by table, quote before": 3.0, "by table, quote after": 2.6, "by table, that": 1.7, "by table, according": 0.5,
}
PULL = 20.0


def found(program, documents):
    requests = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text, _ in documents)
    ran = subprocess.run([program], input=requests, capture_output=True, text=True, check=True)
    return [json.loads(line)["statements"] for line in ran.stdout.splitlines()]


def examples(documents, statements):
    for (name, text, tokens), of_text in zip(documents, statements):
        for statement in of_text:
            right = gum.judge(text, tokens, statement)
            if right is not None:
                stance = {"stance", "stance, quoted"} & set(statement["signs"])
                # A stance that is no attribution in the discourse is none for us either.
                yield name, statement["signs"], float(bool(right) and not (right == "plain" and stance))


def chance(weights, signs):
    return 1 / (1 + math.exp(-sum(weights.get(sign, 0.0) for sign in signs)))


def fit(rows):
    weights = dict(PRIOR)
    for sign in {sign for _, signs, _ in rows for sign in signs}:
        weights.setdefault(sign, 0.0)
    prior = dict(weights)
    for step in range(400):
        slope = {sign: PULL * (prior[sign] - weight) for sign, weight in weights.items()}
        for _, signs, right in rows:
            error = right - chance(weights, signs)
            for sign in signs:
                slope[sign] += error
        for sign, value in slope.items():
            weights[sign] += value * 0.01
    return weights


def main():
    program, folder, out = sys.argv[1:]
    documents = list(gum.documents(folder))
    rows = list(examples(documents, found(program, documents)))
    held = []
    names = sorted({name for name, _, _ in rows})
    for fold in range(10):
        taught = [row for row in rows if names.index(row[0]) % 10 != fold]
        weights = fit(taught)
        held += [(chance(weights, signs), right) for name, signs, right in rows if names.index(name) % 10 == fold]
    bins = collections.defaultdict(list)
    for sure, right in held:
        bins[min(4, int(sure * 5))].append((sure, right))
    lines = [f"# {len(rows)} statements in {len(names)} texts, {sum(right for _, _, right in rows):.0f} just right."]
    for number, cell in sorted(bins.items()):
        lines.append(f"# sure {number / 5:.1f} to {number / 5 + 0.2:.1f}: {len(cell)}, "
                     f"on average {sum(sure for sure, _ in cell) / len(cell):.2f}, right {sum(right for _, right in cell) / len(cell):.2f}")
    print("\n".join(line[2:] for line in lines))
    weights = fit(rows)
    with open(out, "w", encoding="utf-8") as file:
        file.write("# How much each sign counts for a statement, in log odds of its being just as the text has it.\n"
                   "# Made by eval/learn-statements.sh from GUM (genres news and interview; texts CC BY 2.5, annotations\n"
                   "# CC BY 4.0, https://gucorpus.github.io), pulled towards judgement. Of texts not learned from:\n")
        file.write("\n".join(lines) + "\n")
        for sign, weight in sorted(weights.items()):
            file.write(f"{weight:.3f} {sign}\n")


main()
