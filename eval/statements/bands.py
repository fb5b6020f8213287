"""bands.py SCORER LABELS FOUND: how often statements of each band of confidence are right, words and speaker.

SCORER is score.py, whose way of matching is used; LABELS and FOUND are what it reads for `statements`.
A band is reliable where the share that is right is near its middle, counted as the crate counts: what is
wrong weighs as WRONG_WEIGHS right ones (crates/statement/src/confidence.rs), so the plain chance of being
right is given beside the confidence.
"""
import importlib.util
import json
import sys

WRONG_WEIGHS = 3.0
BANDS = 10


def scorer_at(path):
    spec = importlib.util.spec_from_file_location("scorer", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def judged(scorer, text, labels, found):
    """Of an article: (confidence, right) of each statement with words that is not left out by the labels."""
    letters = lambda spans: scorer.letters(text, spans)
    left_out = letters([tuple(span) for span in labels.get("discard") or []])
    statements = []
    for statement in found:
        words = letters([span for content in statement["content"] for span in scorer.span(content)])
        if words and len(words & left_out) < 0.5 * len(words):
            speaker = letters(scorer.span(statement["speaker"])) if statement.get("speaker") else set()
            statements.append((statement["confidence"], words, speaker))
    wanted = [
        (letters([tuple(span) for span in label["content"]]), letters([tuple(span) for span in label["source"]]))
        for label in labels["statements"]
    ]
    pairs = sorted(
        ((len(words & want) / len(words | want), number, label)
         for number, (_, words, _) in enumerate(statements)
         for label, (want, _) in enumerate(wanted) if words & want),
        reverse=True,
    )
    matched, taken = {}, set()
    for shared, number, label in pairs:
        if shared >= 0.5 and number not in matched and label not in taken:
            matched[number] = label
            taken.add(label)
    for number, (confidence, _, speaker) in enumerate(statements):
        label = matched.get(number)
        if label is None:
            yield confidence, False
        else:
            source = wanted[label][1]
            yield confidence, scorer.same_speaker(speaker, source) if source else not speaker


def chance(confidence):
    """The plain chance of being right that a confidence stands for."""
    odds = WRONG_WEIGHS * confidence / max(1e-9, 1 - confidence)
    return odds / (1 + odds)


def main():
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    scorer = scorer_at(sys.argv[1])
    found = {line["id"]: line.get("statements") or [] for line in scorer.load(sys.argv[3])}
    bands = [[] for _ in range(BANDS)]
    for labels in scorer.load(sys.argv[2]):
        for confidence, right in judged(scorer, labels["text"], labels, found.get(labels["id"], [])):
            bands[min(BANDS - 1, int(confidence * BANDS))].append((confidence, right))
    print("confidence   statements   chance of being right   right")
    for number, band in enumerate(bands):
        if band:
            expected = sum(chance(confidence) for confidence, _ in band) / len(band)
            right = sum(right for _, right in band) / len(band)
            print(f"{number / BANDS:.1f} to {(number + 1) / BANDS:.1f} {len(band):12} {expected:23.2f} {right:7.2f}")


main()
