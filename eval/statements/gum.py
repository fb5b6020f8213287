"""GUM's texts (CoNLL-U with syntax and discourse) as articles, and which statements in them are right.

GUM, Georgetown University Multilayer corpus, genres news (Wikinews) and interview: texts CC BY 2.5,
annotations CC BY 4.0. A statement is right when its cue stands in a unit of discourse that is an
attribution, or its verb has a clause, a quotation or an object in the syntax, and its speaker holds
the verb's subject, and what is said is mostly what the syntax hangs on the verb.
"""
import pathlib
import re


def documents(folder):
    """All texts: a list of (id, text, tokens); a token has its place in the text, tag, head and unit."""
    for path in sorted(pathlib.Path(folder).glob("*.conllu")):
        yield document(path)


def document(path):
    text, tokens, base, unit = "", [], 0, None
    new_paragraph = False
    sentence, words = "", []
    for line in path.read_text(encoding="utf-8").split("\n") + [""]:
        if line.startswith("# newpar"):
            new_paragraph = True
        elif line.startswith("# text = "):
            sentence = line[len("# text = "):]
        elif line and line[0].isdigit():
            columns = line.split("\t")
            if "-" not in columns[0] and "." not in columns[0]:
                words.append(columns)
        elif not line and words:
            text += ("\n\n" if new_paragraph else " ") if text else ""
            new_paragraph = False
            start = len(text)
            text += sentence
            first, at = len(tokens), 0
            for columns in words:
                found = sentence.find(columns[1], at)
                found = at if found < 0 else found
                end = found + len(columns[1])
                at = end
                label = re.search(r"Discourse=([a-z-]+)", columns[9])
                if label:
                    unit = label[1]
                head = int(columns[6]) if columns[6].isdigit() else 0
                tokens.append({
                    "start": start + found, "end": start + end, "tag": columns[4], "lemma": columns[2],
                    "head": first + head - 1 if head else -1, "rel": columns[7].split(":")[0],
                    "full_rel": columns[7], "unit": unit or "",
                })
            words = []
    return path.stem, text, tokens


def subtree(tokens, root, children):
    found, stack = set(), [root]
    while stack:
        at = stack.pop()
        if at not in found:
            found.add(at)
            stack.extend(children.get(at, ()))
    return found


def letters(text, spans):
    return {i for a, b in spans for i in range(a, b) if text[i].isalnum()}


# What is said is just right when so much of its letters, and of the syntax's, are both's.
JUST = 0.8
SAID = {"ccomp", "parataxis", "obj", "xcomp", "obl", "advcl"}


def judge(text, tokens, statement):
    """Whether the statement is right; None where the annotation does not tell."""
    cue, speaker = statement["cue"], statement["speaker"]
    if not cue or not speaker or not statement["content"] or "according" in statement["signs"]:
        return None
    inside = [i for i, t in enumerate(tokens) if t["start"] >= cue["start"] and t["end"] <= cue["end"]]
    verbs = [i for i in inside if tokens[i]["tag"].startswith("V")]
    if not verbs:
        return None
    verb = verbs[-1]
    children = {}
    for i, token in enumerate(tokens):
        children.setdefault(token["head"], []).append(i)
    subject = None
    at = verb
    for _ in range(4):
        subjects = [i for i in children.get(at, []) if tokens[i]["rel"] == "nsubj"]
        if subjects:
            subject = subjects[0]
            break
        if tokens[at]["rel"] in ("conj", "advcl", "xcomp", "acl") and tokens[at]["head"] >= 0:
            at = tokens[at]["head"]
            if tokens[at]["tag"].startswith("N"):
                subject = at
                break
        else:
            break
    if subject is None:
        return False
    right = subtree(tokens, subject, children)
    head = tokens[subject]
    # Who a relative pronoun stands for is whatever its clause hangs on.
    if head["tag"] in ("WP", "WDT") and tokens[at]["rel"] == "acl":
        right |= {tokens[at]["head"]}
    said_by = [i for i, t in enumerate(tokens) if t["start"] >= speaker["start"] and t["end"] <= speaker["end"]]
    if subject not in said_by and not (set(said_by) & right and subject in right and any(i in right for i in said_by)):
        return False
    if subject not in said_by and tokens[subject]["tag"] not in ("WP", "WDT"):
        return False
    got = letters(text, [(c["start"], c["end"]) for c in statement["content"]])
    best = 0.0
    candidates = [i for i in children.get(verb, []) if tokens[i]["rel"] in SAID]
    if tokens[verb]["rel"] in ("parataxis", "ccomp", "root"):
        whole = subtree(tokens, tokens[verb]["head"], children) - subtree(tokens, verb, children) if tokens[verb]["head"] >= 0 else set()
        best = max(best, same(text, tokens, whole, got))
    for i in candidates:
        best = max(best, same(text, tokens, subtree(tokens, i, children), got))
    everything = set()
    for i in candidates:
        everything |= subtree(tokens, i, children)
    best = max(best, same(text, tokens, everything, got))
    attribution = any(tokens[i]["unit"].startswith("attribution") for i in inside)
    quoted = statement["kind"] == "direct"
    # The syntax hangs a quotation of several sentences on its verb by the first one only.
    if best < JUST and not (quoted and attribution):
        return False
    return True if attribution or quoted else "plain"


def same(text, tokens, chosen, got):
    want = letters(text, [(tokens[i]["start"], tokens[i]["end"]) for i in chosen])
    return len(want & got) / len(want | got) if want | got else 0.0
