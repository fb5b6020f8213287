"""Which blocks of a page belong to its labelled body."""
import collections
import re

from rapidfuzz.distance import Indel

# A block is the body's from this share of its words on.
ENOUGH = 0.5


def words(text):
    return re.findall(r'\w+', text or '')


def shares(texts, body):
    """For each block the share of its words that align with the body.

    The alignment is the longest common subsequence, so that a text that stands on the page twice
    is taken once; of two copies the one nearer to the rest of the body counts.
    """
    blocks = [words(text) for text in texts]
    gold = words(body)
    page = [word for block in blocks for word in block]
    taken = [False] * len(page)
    for code in Indel.opcodes(page, gold):
        # Short matches between strange words are chance: "the", "of".
        if code.tag == 'equal' and code.src_end - code.src_start >= 2:
            taken[code.src_start:code.src_end] = [True] * (code.src_end - code.src_start)
    found, at = [], 0
    for block in blocks:
        found.append(sum(taken[at:at + len(block)]) / max(1, len(block)))
        at += len(block)
    single_words(blocks, gold, found)
    move_to_near_copies(texts, blocks, found)
    return found


def single_words(blocks, gold, found):
    """A block of one word cannot match by two; it counts between two blocks of the body."""
    known = set(gold)
    for at, block in enumerate(blocks):
        if len(block) == 1 and block[0] in known and 0 < at < len(blocks) - 1:
            if min(found[at - 1], found[at + 1]) >= ENOUGH:
                found[at] = 1.0


def move_to_near_copies(texts, blocks, found):
    mass = sum(len(block) * share for block, share in zip(blocks, found))
    if not mass:
        return
    centre = sum(at * len(block) * share for at, (block, share) in enumerate(zip(blocks, found))) / mass
    copies = collections.defaultdict(list)
    for at, text in enumerate(texts):
        copies[text].append(at)
    for places in copies.values():
        chosen = [at for at in places if found[at] >= ENOUGH]
        if not 0 < len(chosen) < len(places):
            continue
        nearest = sorted(places, key=lambda at: abs(at - centre))[:len(chosen)]
        share = max(found[at] for at in chosen)
        for at in places:
            found[at] = share if at in nearest else 0.0
