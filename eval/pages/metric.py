"""Body F1 over 4-word shingles, as `score.py pages` and scrapinghub's benchmark have it."""
import collections
import statistics

from label import words


def shingles(text):
    tokens = words(text)
    return collections.Counter(tuple(tokens[i:i + 4]) for i in range(max(1, len(tokens) - 3)) if tokens[i:i + 4])


def precision_recall(gold, text):
    """Of one page; `None` where there is nothing to divide by."""
    a, b = shingles(gold), shingles(text)
    both = sum((a & b).values())
    p = both / sum(b.values()) if b else None
    r = both / sum(a.values()) if a else None
    return p, r


def f1(pairs):
    """F1 of the mean precision and the mean recall."""
    p = statistics.mean([p for p, _ in pairs if p is not None] or [0.0])
    r = statistics.mean([r for _, r in pairs if r is not None] or [0.0])
    return p, r, 2 * p * r / (p + r) if p + r else 0.0
